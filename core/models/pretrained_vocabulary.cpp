// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_vocabulary.h"

#include "core/base/error.h"
#include "core/models/pretrained_catalogue.h"

#include <algorithm>
#include <array>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

bool hasVocabulary(const fs::path& folder) {
    constexpr std::array<const char*, 2> names{"vocab.txt", "tokenizer.json"};
    return std::ranges::any_of(names, [&](const char* name) { return fs::exists(folder / name); });
}

/// Under which names the hub may have it: BERT's own repositories moved to "google-bert".
std::vector<std::string> repositoriesOf(const std::string& source) {
    std::vector<std::string> names{source};
    if (const PublishedNetwork* const network = findPublishedNetwork(source)) {
        names.insert(names.end(), network->huggingFaceRepos.begin(), network->huggingFaceRepos.end());
    }
    if (source.find('/') == std::string::npos) {
        names.push_back("google-bert/" + source);
    }
    return names;
}

} // namespace

fs::path findVocabulary(const std::string& source, const WeightsPlaces& places) {
    if (source.empty()) {
        throw Error(ErrorCode::BadArgument, "No vocabulary is named");
    }
    std::error_code ignored;
    if (fs::exists(source, ignored)) {
        return source;
    }
    std::string looked = source;
    for (const std::string& name : repositoriesOf(source)) {
        for (const fs::path& snapshot : hubSnapshots(name, places)) {
            if (hasVocabulary(snapshot)) {
                return snapshot;
            }
        }
        looked += ", " + hubFolder(name, places).string();
    }
    throw Error(ErrorCode::NotFound, "There is no vocabulary \"" + source +
                                         "\" here, neither a vocab.txt nor a tokenizer.json at " + looked +
                                         "; name one with --set tokenizer.vocabulary=FILE");
}

} // namespace storyscope::models
