// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/training/loss_mean.h"
#include "core/training/losses.h"
#include "core/training/picture_cache.h"
#include "core/training/trainer.h"

#include <optional>

namespace storyscope::training {

/// Throws Error{BadArgument} if a wanted loss is a general one of no kind and the model never computed it.
void checkLossNames(const LossOptions& losses, const LossMean& learnt);

/// What a person should know of pictures that could not be had; none: all were there.
std::optional<Issue> missingPictures(const PictureCache& pictures);

/// Passes the progress of reading on to a run's observer.
class PreparingProgress final : public Progress {
public:
    explicit PreparingProgress(TrainingObserver& observer) : m_observer(observer) {}
    void report(std::string_view stage, std::int64_t done, std::int64_t total) override {
        m_observer.onEvent(Preparing{std::string(stage), done, total});
    }

private:
    TrainingObserver& m_observer;
};

} // namespace storyscope::training
