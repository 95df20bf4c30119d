// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/attention/attention_choice.h"

#include <algorithm>
#include <vector>

namespace storyscope::ui {

namespace {

int highest(const StoryResult& result, int Attention::*index) {
    int highest = -1;
    for (const Attention& record : result.attention) {
        highest = record.kind == Attention::Kind::Temporal ? highest : std::max(highest, record.*index);
    }
    return highest;
}

const Attention* findRecord(const StoryResult& result, const WordRef& word, LayerAndHead place) {
    const auto found = std::ranges::find_if(result.attention, [&](const Attention& record) {
        return record.kind == word.kind && record.subject == word.subject && record.layer == place.layer &&
               record.head == place.head;
    });
    return found == result.attention.end() ? nullptr : &*found;
}

std::shared_ptr<const Attention> meanOverHeads(const StoryResult& result, const WordRef& word, int layer) {
    std::vector<const Attention*> heads;
    for (int head = 0; const Attention* record = findRecord(result, word, {layer, head}); ++head) {
        heads.push_back(record);
    }
    if (heads.empty()) {
        return nullptr;
    }
    auto mean = std::make_shared<Attention>(*heads.front());
    mean->head = Attention::averaged;
    const auto average = [&heads](std::vector<float>& target, std::vector<float> Attention::*of) {
        for (std::size_t index = 0; index < target.size(); ++index) {
            float sum = 0;
            for (const Attention* record : heads) {
                sum += index < (record->*of).size() ? (record->*of)[index] : 0;
            }
            target[index] = sum / static_cast<float>(heads.size());
        }
    };
    average(mean->values, &Attention::values);
    average(mean->classShares, &Attention::classShares);
    average(mean->otherShares, &Attention::otherShares);
    average(mean->textShares, &Attention::textShares);
    return mean;
}

} // namespace

int captionLayerCount(const StoryResult& result) {
    return highest(result, &Attention::layer) + 1;
}

int captionHeadCount(const StoryResult& result) {
    return highest(result, &Attention::head) + 1;
}

std::shared_ptr<const Attention> chooseAttention(const ToldStoryPtr& story, const WordRef& word, LayerAndHead choice) {
    const StoryResult& result = story->result;
    const int lastLayer = captionLayerCount(result) - 1;
    const bool isLast = choice.layer == Attention::averaged || choice.layer == lastLayer;
    if (choice.head == Attention::averaged && !isLast) {
        return meanOverHeads(result, word, choice.layer);
    }
    const LayerAndHead place = choice.head == Attention::averaged
                                   ? LayerAndHead{}
                                   : LayerAndHead{isLast ? lastLayer : choice.layer, choice.head};
    const Attention* record = findRecord(result, word, place);
    return record != nullptr ? std::shared_ptr<const Attention>(story, record) : nullptr;
}

} // namespace storyscope::ui
