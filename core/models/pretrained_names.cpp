// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_names.h"

#include <array>
#include <regex>
#include <set>

namespace storyscope::models {

namespace {

struct Renaming {
    std::regex pattern;
    std::string replacement;
};

/// Turns torchvision's names into those that others use for the same tensors.
using Style = std::vector<Renaming>;

std::string renamed(const std::string& name, const Style& style) {
    std::string result = name;
    for (const Renaming& renaming : style) {
        result = std::regex_replace(result, renaming.pattern, renaming.replacement);
    }
    return result;
}

Renaming rule(const std::string& pattern, const std::string& replacement) {
    return {std::regex(pattern), replacement};
}

/// A ResNet's children one after the other, without their names.
Style sequenceStyle() {
    return {rule("^conv1\\.", "0."),  rule("^bn1\\.", "1."),    rule("^layer1\\.", "4."),
            rule("^layer2\\.", "5."), rule("^layer3\\.", "6."), rule("^layer4\\.", "7.")};
}

/// transformers' ResNetModel: stages and the layers inside a block are counted from 0.
Style transformersStyle() {
    Style style{rule("^conv1\\.", "embedder.embedder.convolution."),
                rule("^bn1\\.", "embedder.embedder.normalization."), rule("^fc\\.", "classifier.1."),
                rule("downsample\\.0", "shortcut.convolution"), rule("downsample\\.1", "shortcut.normalization")};
    for (int i = 1; i <= 4; ++i) {
        const std::string stage = "encoder.stages." + std::to_string(i - 1) + ".layers.";
        style.push_back(rule("^layer" + std::to_string(i) + "\\.", stage));
    }
    for (int i = 1; i <= 3; ++i) {
        const std::string layer = "$1.layer." + std::to_string(i - 1);
        style.push_back(rule("(layers\\.\\d+)\\.conv" + std::to_string(i) + "\\.", layer + ".convolution."));
        style.push_back(rule("(layers\\.\\d+)\\.bn" + std::to_string(i) + "\\.", layer + ".normalization."));
    }
    return style;
}

/// The BERT family as it was first converted: norms have "gamma" and "beta".
Style firstBertStyle() {
    return {rule("(LayerNorm|layer_norm)\\.weight$", "$1.gamma"), rule("(LayerNorm|layer_norm)\\.bias$", "$1.beta")};
}

std::set<std::string> prefixesBefore(const std::string& name, const std::vector<std::string>& given) {
    std::set<std::string> prefixes;
    for (const std::string& candidate : given) {
        if (candidate == name || candidate.ends_with("." + name)) {
            prefixes.insert(candidate.substr(0, candidate.size() - name.size()));
        }
    }
    return prefixes;
}

} // namespace

std::map<std::string, std::string> matchedNames(const std::vector<std::string>& wanted,
                                                const std::vector<std::string>& given) {
    std::map<std::string, std::string> best;
    if (wanted.empty()) {
        return best;
    }
    const std::set<std::string> known(given.begin(), given.end());
    for (const Style& style : {Style{}, sequenceStyle(), transformersStyle(), firstBertStyle()}) {
        std::map<std::string, std::string> names;
        for (const std::string& name : wanted) {
            names[name] = renamed(name, style);
        }
        for (const std::string& prefix : prefixesBefore(names.at(wanted.front()), given)) {
            std::map<std::string, std::string> matched;
            for (const auto& [name, other] : names) {
                if (known.contains(prefix + other)) {
                    matched[name] = prefix + other;
                }
            }
            if (matched.size() > best.size()) {
                best = std::move(matched);
            }
        }
    }
    return best;
}

} // namespace storyscope::models
