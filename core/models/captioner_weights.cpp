// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/captioner_weights.h"

#include "core/base/error.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <sstream>

namespace storyscope::models {

namespace {

constexpr std::size_t problemsListed = 12;

// What older versions of the library wrote beside the weights, and parts that captioning has no use for.
constexpr std::array<const char*, 3> ignoredEndings{".position_ids", ".attn.bias", ".attn.masked_bias"};
constexpr const char* ignoredPart = "pooler.";

bool isIgnored(const std::string& name) {
    const std::size_t place = name.find(ignoredPart);
    return (place != std::string::npos && (place == 0 || name[place - 1] == '.')) ||
           std::ranges::any_of(ignoredEndings, [&](const char* ending) { return name.ends_with(ending); });
}

/// A name, with what # and * stand for in it taken out.
struct NamePattern {
    std::string text;
    std::string number;
    std::string ending;
};

NamePattern patternOf(const std::string& name) {
    NamePattern pattern;
    std::istringstream parts(name);
    for (std::string part; std::getline(parts, part, '.');) {
        const bool isLast = parts.eof();
        pattern.text += pattern.text.empty() ? "" : ".";
        if (part.find_first_not_of("0123456789") == std::string::npos && pattern.number.empty()) {
            pattern.number = part;
            pattern.text += '#';
        } else if (isLast && (part == "weight" || part == "bias")) {
            pattern.ending = part;
            pattern.text += '*';
        } else {
            pattern.text += part;
        }
    }
    return pattern;
}

std::string filledIn(std::string name, const NamePattern& pattern) {
    if (const std::size_t place = name.find('#'); place != std::string::npos) {
        name.replace(place, 1, pattern.number);
    }
    if (name.ends_with('*')) {
        name.replace(name.size() - 1, 1, pattern.ending);
    }
    return name;
}

std::vector<std::int64_t> withoutOnes(const torch::Tensor& tensor) {
    std::vector<std::int64_t> sides = tensor.sizes().vec();
    std::erase(sides, 1);
    return sides;
}

std::string shapeText(torch::IntArrayRef sizes) {
    std::ostringstream text;
    text << sizes;
    return text.str();
}

/// The naming of one of our tensors, by its name or its pattern. Throws Error{Internal}.
const TensorNaming& namingOf(const NamingTable& table, const std::string& name, const NamePattern& pattern) {
    auto naming = std::ranges::find(table, name, &TensorNaming::ours);
    naming = naming != table.end() ? naming : std::ranges::find(table, pattern.text, &TensorNaming::ours);
    if (naming == table.end()) {
        throw Error(ErrorCode::Internal, "No published name is known for " + name);
    }
    return *naming;
}

/// Finds, for one tensor of a network after the other, what a file holds of it.
class Matching {
public:
    Matching(const NamingTable& table, const NamedTensors& given) : m_table(table), m_given(given) {}

    /// What `target` is to become; nothing, and a problem, if the file does not have it.
    std::optional<torch::Tensor> find(const std::string& name, const torch::Tensor& target) {
        const NamePattern pattern = patternOf(name);
        const TensorNaming& naming = namingOf(m_table, name, pattern);
        auto found = m_given.end();
        for (const std::string& published : naming.published) {
            const std::string wanted = filledIn(published, pattern);
            m_known.insert(wanted);
            found = found != m_given.end() ? found : m_given.find(wanted);
        }
        if (found == m_given.end()) {
            problems.push_back(filledIn(naming.published.front(), pattern) + " is missing");
            return {};
        }
        return fitted(naming, *found, target);
    }

    /// To be called when all tensors were looked for.
    void noteUnexpected() {
        for (const auto& [name, tensor] : m_given) {
            if (!m_known.contains(name) && !isIgnored(name)) {
                problems.push_back(name + " is unexpected");
            }
        }
    }

    std::vector<std::string> problems;

private:
    std::optional<torch::Tensor> fitted(const TensorNaming& naming, const NamedTensors::value_type& found,
                                        const torch::Tensor& target) {
        const auto& [name, tensor] = found;
        std::vector<std::int64_t> wanted = withoutOnes(target);
        if (naming.parts > 1 && !wanted.empty()) {
            wanted.front() *= naming.parts;
        }
        if (withoutOnes(tensor) != wanted || !tensor.is_floating_point()) {
            problems.push_back(name + " has shape " + shapeText(tensor.sizes()) + " instead of " + shapeText(wanted));
            return {};
        }
        const std::int64_t rows = tensor.numel() == 0 ? 0 : tensor.size(0) / naming.parts;
        const torch::Tensor part = naming.parts > 1 ? tensor.narrow(0, naming.part * rows, rows) : tensor;
        const bool isShared = naming.parts == 1 && !m_taken.insert(name).second;
        return (isShared ? part.clone() : part.contiguous()).view(target.sizes());
    }

    const NamingTable& m_table;
    const NamedTensors& m_given;
    std::set<std::string> m_known;
    std::set<std::string> m_taken;
};

void throwIfAny(const std::vector<std::string>& problems, const std::filesystem::path& file) {
    if (problems.empty()) {
        return;
    }
    std::string text = "The tensors do not fit config.json: ";
    for (std::size_t i = 0; i < std::min(problems.size(), problemsListed); ++i) {
        text += (i == 0 ? "" : "; ") + problems[i];
    }
    if (problems.size() > problemsListed) {
        text += "; and " + std::to_string(problems.size() - problemsListed) + " more";
    }
    throw Error(ErrorCode::Mismatch, text, inFile(file));
}

/// As published files hold it: a linear layer without the sides of its 1 × 1 kernel.
torch::Tensor inPublishedShape(const torch::Tensor& tensor, const TensorNaming& naming, const std::string& name) {
    if (naming.sides == 0) {
        return name.ends_with("linear.weight") ? tensor.flatten(1) : tensor;
    }
    torch::Tensor result = tensor;
    while (result.dim() > naming.sides && result.size(0) == 1) {
        result = result.squeeze(0);
    }
    while (result.dim() < naming.sides) {
        result = result.unsqueeze(0);
    }
    return result;
}

} // namespace

NamingTable prefixed(NamingTable table, const std::string& ours, const std::string& published) {
    for (TensorNaming& naming : table) {
        naming.ours.insert(0, ours);
        for (std::string& name : naming.published) {
            name.insert(0, published);
        }
        naming.copy.insert(0, naming.copy.empty() ? "" : published);
    }
    return table;
}

NamingTable operator+(NamingTable table, const NamingTable& more) {
    table.insert(table.end(), more.begin(), more.end());
    return table;
}

NamedTensors publishedTensors(const torch::nn::Module& network, const NamingTable& table) {
    NamedTensors result;
    std::map<std::string, std::vector<torch::Tensor>> joint; // rows of q, k, v
    for (const auto& item : network.named_parameters()) {
        const NamePattern pattern = patternOf(item.key());
        const TensorNaming& naming = namingOf(table, item.key(), pattern);
        const std::string name = filledIn(naming.published.front(), pattern);
        const torch::Tensor tensor = inPublishedShape(item.value().detach(), naming, item.key());
        if (naming.parts > 1) {
            std::vector<torch::Tensor>& parts = joint[name];
            parts.resize(static_cast<std::size_t>(naming.parts));
            parts[static_cast<std::size_t>(naming.part)] = tensor;
            continue;
        }
        result[name] = tensor;
        if (!naming.copy.empty()) {
            result[filledIn(naming.copy, pattern)] = tensor;
        }
    }
    for (const auto& [name, parts] : joint) {
        result[name] = torch::cat(parts);
    }
    return result;
}

void loadPublished(torch::nn::Module& network, const NamingTable& table, const PublishedWeights& weights) {
    Matching matching(table, weights.tensors);
    std::vector<std::pair<torch::Tensor, torch::Tensor>> replacements;
    for (const auto& item : network.named_parameters()) {
        if (const auto value = matching.find(item.key(), item.value())) {
            replacements.emplace_back(item.value(), *value);
        }
    }
    matching.noteUnexpected();
    throwIfAny(matching.problems, weights.file);
    const torch::NoGradGuard noGrad;
    for (auto& [parameter, value] : replacements) {
        parameter.set_data(value.to(parameter.device(), torch::kFloat32));
    }
}

} // namespace storyscope::models
