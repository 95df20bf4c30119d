// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_data.h"

#include "core/base/error.h"
#include "core/formats/sha256.h"
#include "core/models/pretrained_vocabulary.h"
#include "core/training/training_start.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace storyscope::training {

namespace {

struct Division {
    std::vector<std::size_t> training;
    std::vector<std::size_t> validation;
};

std::vector<std::size_t> splitNamed(const std::vector<datasets::Split>& splits, const std::string& name) {
    const auto found =
        std::find_if(splits.begin(), splits.end(), [&](const datasets::Split& split) { return split.name == name; });
    return found == splits.end() ? std::vector<std::size_t>() : found->stories;
}

Division divide(const datasets::StoryDataset& dataset, const TrainingPlan& plan) {
    const std::vector<datasets::Split> splits = dataset.splits();
    Division division{splitNamed(splits, "train"), splitNamed(splits, "validation")};
    if (splits.empty()) {
        division.training.resize(dataset.size());
        std::iota(division.training.begin(), division.training.end(), std::size_t{0});
    } else if (division.training.empty()) {
        throw Error(ErrorCode::BadArgument,
                    "\"" + dataset.name() + "\" has no stories to train on: all of them are held out for testing");
    }
    if (plan.limit > 0 && division.training.size() > plan.limit) {
        division.training.resize(plan.limit);
    }
    if (division.training.size() < 2) {
        throw Error(ErrorCode::BadArgument, "Training needs at least two stories; \"" + dataset.name() + "\" has " +
                                                std::to_string(division.training.size()));
    }
    if (division.validation.empty()) {
        const std::size_t held = std::max<std::size_t>(division.training.size() / 20, 1);
        division.validation.assign(division.training.end() - static_cast<std::ptrdiff_t>(held),
                                   division.training.end());
        division.training.resize(division.training.size() - held);
    }
    if (division.validation.size() > plan.validationStories) {
        division.validation.resize(plan.validationStories);
    }
    return division;
}

std::vector<IndexedStory> readStories(const StoryReader& reader, const std::vector<std::size_t>& indices,
                                      const std::stop_token& stop, Progress& progress) {
    std::vector<IndexedStory> stories;
    stories.reserve(indices.size());
    for (const std::size_t index : indices) {
        if (stories.size() % 64 == 0) {
            throwIfStopped(stop);
            progress.report("Reading stories", static_cast<std::int64_t>(stories.size()),
                            static_cast<std::int64_t>(indices.size()));
        }
        IndexedStory read{index, reader.read(index)};
        if (!read.story.frames.empty()) {
            stories.push_back(std::move(read));
        }
    }
    return stories;
}

std::shared_ptr<const text::Tokenizer> trainTokenizer(const std::vector<IndexedStory>& stories,
                                                      const text::TokenizerChoice& choice) {
    std::vector<std::string> texts;
    for (const IndexedStory& item : stories) {
        texts.insert(texts.end(), item.story.captions.begin(), item.story.captions.end());
        for (const StoryFrame& frame : item.story.frames) {
            texts.push_back(frame.caption);
            texts.insert(texts.end(), frame.references.begin(), frame.references.end());
        }
    }
    return text::makeTokenizer(choice, texts);
}

void addFrame(formats::Sha256& hash, const StoryFrame& frame) {
    hash.add(frame.caption + '\x1f');
    for (const std::vector<std::string>* texts : {&frame.references, &frame.tags}) {
        for (const std::string& text : *texts) {
            hash.add(text + '\x1e');
        }
    }
}

std::string hashOf(const TrainingData& data) {
    formats::Sha256 hash;
    for (const std::vector<IndexedStory>* stories : {&data.training, &data.validation}) {
        hash.add(std::to_string(stories->size()) + '\x1d');
        for (const IndexedStory& item : *stories) {
            hash.add(std::to_string(item.index) + ' ' + item.story.id + '\x1f');
            for (const std::string& caption : item.story.captions) {
                hash.add(caption + '\x1e');
            }
            for (const StoryFrame& frame : item.story.frames) {
                addFrame(hash, frame);
            }
        }
    }
    return formats::hexText(hash.finish());
}

std::set<std::string> tagsOf(const std::vector<IndexedStory>& stories) {
    std::set<std::string> tags;
    for (const IndexedStory& item : stories) {
        for (const StoryFrame& frame : item.story.frames) {
            tags.insert(frame.tags.begin(), frame.tags.end());
        }
    }
    return tags;
}

} // namespace

TrainingData readTrainingData(const StoryReader& reader, const TrainingPlan& plan, const std::stop_token& stop,
                              Progress& progress) {
    const datasets::StoryDataset& dataset = reader.dataset();
    text::TokenizerChoice tokenizer = plan.tokenizer;
    if (!tokenizer.vocabulary.empty() &&
        plan.start.empty()) { // looked for before stories are read, which may take minutes
        tokenizer.vocabulary = models::findVocabulary(tokenizer.vocabulary.string());
    }
    const Division division = divide(dataset, plan);
    TrainingData data;
    data.training = readStories(reader, division.training, stop, progress);
    data.validation = readStories(reader, division.validation, stop, progress);
    if (data.training.empty() || data.validation.empty()) {
        throw Error(ErrorCode::BadArgument, "The stories of \"" + dataset.name() + "\" have no frames");
    }
    data.hash = hashOf(data);
    data.tokenizer = plan.start.empty() ? trainTokenizer(data.training, tokenizer) : startTokenizer(plan);
    const std::set<std::string> found = tagsOf(data.training);
    const auto wanted = plan.model.find("tags");
    if (wanted != plan.model.end() && wanted->is_array() && !wanted->empty()) {
        data.tags = wanted->get<std::vector<std::string>>();
    } else {
        data.tags.assign(found.begin(), found.end());
    }
    if (data.tags.empty()) {
        data.tags = {"<UNK>"}; // data without tags: a head with one label that nothing trains
    }
    return data;
}

} // namespace storyscope::training
