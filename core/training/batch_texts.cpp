// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_texts.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::training {

TextIds joinedCaptions(std::span<const CaptionTarget* const> captions, std::int64_t maximumTokens) {
    TextIds joined;
    for (const CaptionTarget* const caption : captions) {
        if (caption != nullptr) {
            const TextIds& ids = caption->ids;
            if (!joined.empty()) {
                joined.pop_back(); // EOS
            }
            joined.insert(joined.end(), joined.empty() ? ids.begin() : ids.begin() + 1, ids.end());
        }
    }
    if (const auto most = static_cast<std::size_t>(maximumTokens); joined.size() > most) {
        const std::int64_t end = joined.back();
        joined.resize(most);
        joined.back() = end;
    }
    return joined;
}

torch::Tensor paddedTexts(const std::vector<TextIds>& texts, std::int64_t padId) {
    std::size_t longest = 0;
    for (const TextIds& text : texts) {
        longest = std::max(longest, text.size());
    }
    if (longest < 2) {
        return {};
    }
    torch::Tensor padded =
        torch::full({static_cast<std::int64_t>(texts.size()), static_cast<std::int64_t>(longest)}, padId, torch::kLong);
    auto* row = padded.data_ptr<std::int64_t>();
    for (const TextIds& text : texts) {
        std::copy(text.begin(), text.end(), row);
        row += longest;
    }
    return padded;
}

torch::Tensor pointingTargets(std::span<const CaptionTarget* const> captions, std::int64_t tokens, std::int64_t cells) {
    torch::Tensor pointing = torch::zeros({static_cast<std::int64_t>(captions.size()), tokens, cells});
    auto* row = pointing.data_ptr<float>();
    for (const CaptionTarget* const caption : captions) {
        if (caption != nullptr) {
            for (const PointingTarget& target : caption->pointing) {
                for (const std::int16_t cell : target.cells) {
                    row[static_cast<std::int64_t>(target.token) * cells + cell] = 1;
                }
            }
        }
        row += tokens * cells;
    }
    return pointing;
}

} // namespace storyscope::training
