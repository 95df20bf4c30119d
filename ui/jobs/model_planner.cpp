// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_planner.h"

#include "core/hub/http_exchange.h"
#include "core/hub/hub_cache.h"

namespace storyscope::ui {

namespace {

constexpr const char* mainBranch = "main";

} // namespace

void ModelPlanner::plan(const std::string& repository) {
    start(Running::IsStopped, [this, repository](Run& run) {
        const hub::Settings settings = hub::Settings::fromEnvironment();
        DownloadOffer offer;
        offer.plan = hub::plan(repository, mainBranch, settings, run.stopToken());
        offer.host = hub::hostOf(settings.endpoint);
        offer.freeBytes = hub::freeBytes(settings.cache);
        run.deliver([this, offer] { emit planned(offer); });
    });
}

} // namespace storyscope::ui
