// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainable_weights.h"

#include "core/base/error.h"

#include <algorithm>

namespace storyscope::training {

bool isUnder(const std::string& name, const std::string& prefix) {
    return name == prefix ||
           (name.size() > prefix.size() && name.starts_with(prefix) && (prefix.empty() || name[prefix.size()] == '.'));
}

TrainableWeights::TrainableWeights(std::shared_ptr<models::StoryModel> model) : m_model(std::move(model)) {
    for (const auto& item : m_model->named_parameters()) {
        if (!item.value().requires_grad()) {
            m_frozen.insert(item.key());
        }
    }
}

bool TrainableWeights::isChosen(const std::string& name) const {
    return m_prefixes.empty() || std::any_of(m_prefixes.begin(), m_prefixes.end(),
                                             [&](const std::string& prefix) { return isUnder(name, prefix); });
}

void TrainableWeights::check(const std::string& prefix) const {
    const auto weights = m_model->named_parameters();
    if (std::any_of(weights.begin(), weights.end(), [&](const auto& item) { return isUnder(item.key(), prefix); })) {
        return;
    }
    std::string names;
    for (const auto& part : m_model->named_children()) {
        if (!part.value()->parameters().empty()) {
            names += (names.empty() ? "" : ", ") + part.key();
        }
    }
    throw Error(ErrorCode::BadArgument,
                "The model has no part \"" + prefix + "\" that could be trained; there is: " + names);
}

void TrainableWeights::choose(const std::vector<std::string>& prefixes) {
    const auto weights = m_model->named_parameters();
    for (const std::string& prefix : prefixes) {
        check(prefix);
    }
    m_prefixes = prefixes;
    bool any = false;
    for (const auto& item : weights) {
        const bool changes = !m_frozen.contains(item.key()) && isChosen(item.key());
        item.value().set_requires_grad(changes);
        any = any || changes;
    }
    if (!any) {
        throw Error(ErrorCode::BadArgument, "A stage of this preset changes no weight of the model");
    }
}

void TrainableWeights::setTrainingMode() const {
    m_model->train();
    if (m_prefixes.empty()) {
        return;
    }
    for (const auto& item : m_model->named_modules({}, /*include_self=*/false)) {
        const bool holdsChosen = std::any_of(m_prefixes.begin(), m_prefixes.end(),
                                             [&](const std::string& prefix) { return isUnder(prefix, item.key()); });
        if (!isChosen(item.key()) && !holdsChosen) {
            item.value()->eval();
        }
    }
}

} // namespace storyscope::training
