// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <map>
#include <string>
#include <utility>

namespace storyscope::training {

/// The mean of each loss over the batches that had it, weighted by their stories.
class LossMean {
public:
    LossMean() = default;
    LossMean(Losses sums, Losses stories) : m_sums(std::move(sums)), m_stories(std::move(stories)) {}

    void add(const Losses& losses, double stories) {
        for (const auto& [name, value] : losses) {
            m_sums[name] += value * stories;
            m_stories[name] += stories;
        }
    }

    Losses means() const {
        Losses result;
        for (const auto& [name, sum] : m_sums) {
            result[name] = sum / m_stories.at(name);
        }
        return result;
    }

    const Losses& sums() const { return m_sums; }
    const Losses& stories() const { return m_stories; }

private:
    Losses m_sums;
    Losses m_stories;
};

} // namespace storyscope::training
