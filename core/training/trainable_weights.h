// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace storyscope::training {

/// Whether a weight's or a module's name is `prefix` or lies under it: "encoder.0.weight" under "encoder".
bool isUnder(const std::string& name, const std::string& prefix);

/// Which weights of a model change in a stage. What the model itself keeps frozen is remembered when this is made, and
/// stays frozen always. Owned by the training thread.
class TrainableWeights {
public:
    explicit TrainableWeights(std::shared_ptr<models::StoryModel> model);

    /// Throws Error{BadArgument} that lists the model's parts if the prefix fits no weight.
    void check(const std::string& prefix) const;
    /// Only weights under one of the prefixes change from now on; none: all. Throws Error{BadArgument} as check(), or
    /// if nothing is left to change.
    void choose(const std::vector<std::string>& prefixes);
    /// Training mode for the parts that change, evaluation mode for those that do not: their dropout is off, their
    /// statistics stay.
    void setTrainingMode() const;

private:
    bool isChosen(const std::string& name) const;

    std::shared_ptr<models::StoryModel> m_model;
    std::set<std::string> m_frozen; ///< names of weights
    std::vector<std::string> m_prefixes;
};

} // namespace storyscope::training
