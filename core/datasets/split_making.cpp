// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/split_making.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <unordered_map>

namespace storyscope::datasets {

namespace {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
class SplitMix {
public:
    explicit SplitMix(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t below(std::uint64_t limit) {
        m_state += 0x9e3779b97f4a7c15;
        std::uint64_t value = m_state;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return (value ^ (value >> 31)) % limit;
    }

private:
    std::uint64_t m_state;
};

/// Which of several splits hold a thing for the second time.
class Shared {
public:
    void add(const std::string& thing, std::size_t split) {
        const auto [known, isNew] = m_firstSplit.try_emplace(thing, split);
        if (!isNew && known->second != split) {
            m_counted[{known->second, split}].insert(thing);
        }
    }

    /// `kinds`: what one thing and several things are called.
    void report(const std::vector<Split>& splits, const std::array<std::string, 2>& kinds,
                std::vector<Issue>& issues) const {
        for (const auto& [pair, things] : m_counted) {
            const bool one = things.size() == 1;
            issues.push_back({Issue::Severity::Problem,
                              "splits " + splits[pair.first].name + " and " + splits[pair.second].name,
                              std::to_string(things.size()) + ' ' + kinds[one ? 0 : 1] + (one ? " is" : " are") +
                                  " in both, for example " + *things.begin() +
                                  ": results on one of them say less than they seem to."});
        }
    }

private:
    std::unordered_map<std::string, std::size_t> m_firstSplit;
    std::map<std::pair<std::size_t, std::size_t>, std::set<std::string>> m_counted;
};

} // namespace

std::string splitNameIn(const std::string& text) {
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    // "restval" is the part of COCO's validation pictures that Karpathy's split trains on.
    constexpr std::array<std::array<const char*, 2>, 5> words = {
        {{"restval", "train"}, {"train", "train"}, {"val", "validation"}, {"dev", "validation"}, {"test", "test"}}};
    for (const auto& [word, name] : words) {
        const std::size_t place = lower.find(word);
        if (place != std::string::npos &&
            (place == 0 || std::isalpha(static_cast<unsigned char>(lower[place - 1])) == 0)) {
            return name;
        }
    }
    return {};
}

std::vector<Split> makeSplits(const std::vector<std::string>& groups, std::uint64_t seed) {
    std::vector<std::string> names = groups;
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (names.size() < 3) {
        return {};
    }
    SplitMix random(seed);
    for (std::size_t i = names.size() - 1; i > 0; --i) {
        std::swap(names[i], names[random.below(i + 1)]);
    }
    const std::size_t tenth = std::max<std::size_t>((names.size() + 5) / 10, 1);
    std::unordered_map<std::string, std::size_t> splitOf;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::size_t training = names.size() - 2 * tenth;
        splitOf[names[i]] = i < training ? 0 : (i < training + tenth ? 1 : 2);
    }
    std::vector<Split> splits = {{"train", {}}, {"validation", {}}, {"test", {}}};
    for (std::size_t story = 0; story < groups.size(); ++story) {
        splits[splitOf.at(groups[story])].stories.push_back(story);
    }
    return splits;
}

std::vector<Issue> findLeaks(const std::vector<Split>& splits, const std::function<SplitMember(std::size_t)>& member,
                             const std::stop_token& stop) {
    if (splits.size() < 2) {
        return {};
    }
    Shared ids;
    Shared pictures;
    for (std::size_t split = 0; split < splits.size(); ++split) {
        for (const std::size_t story : splits[split].stories) {
            throwIfStopped(stop);
            const SplitMember found = member(story);
            ids.add(found.storyId, split);
            for (const std::string& picture : found.pictures) {
                pictures.add(picture, split);
            }
        }
    }
    std::vector<Issue> issues;
    ids.report(splits, {"story", "stories"}, issues);
    pictures.report(splits, {"picture", "pictures"}, issues);
    return issues;
}

} // namespace storyscope::datasets
