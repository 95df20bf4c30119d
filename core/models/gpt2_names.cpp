// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/gpt2_names.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>

namespace storyscope::models {

namespace {

constexpr const char* prefix = "decoder.transformer.h.";
constexpr std::array<const char*, 4> turnedEndings{".c_attn.weight", ".q_attn.weight", ".c_proj.weight",
                                                   ".c_fc.weight"};
constexpr std::array<const char*, 4> maskEndings{".attn.bias", ".attn.masked_bias", ".crossattention.bias",
                                                 ".crossattention.masked_bias"};

template <typename Endings>
bool endsWithOneOf(const std::string& name, const Endings& endings) {
    return std::ranges::any_of(endings, [&](const char* ending) { return name.ends_with(ending); });
}

TensorNaming plain(const std::string& ours, const std::string& published) {
    return {.ours = ours, .published = {published}};
}

/// Parts of one tensor's rows, once they are turned.
NamingTable joint(const std::vector<std::string>& ours, const std::string& published) {
    NamingTable table;
    for (const std::string& name : ours) {
        table.push_back({.ours = name,
                         .published = {published},
                         .part = static_cast<std::int64_t>(table.size()),
                         .parts = static_cast<std::int64_t>(ours.size())});
    }
    return table;
}

} // namespace

NamingTable gpt2Names() {
    const std::string layer = std::string(prefix) + "#.";
    const std::string own = "layers.#.attention.";
    const std::string cross = "layers.#.cross_attention.";
    return NamingTable{
               {.ours = "words.weight", .published = {"decoder.transformer.wte.weight", "decoder.lm_head.weight"}},
               plain("positions.*", "decoder.transformer.wpe.*"),
               plain("norm.*", "decoder.transformer.ln_f.*"),
               plain("picture.linear.*", "enc_to_dec_proj.*"),
               plain("layers.#.norm.*", layer + "ln_1.*"),
               plain(own + "merge.linear.*", layer + "attn.c_proj.*"),
               plain("layers.#.cross_norm.*", layer + "ln_cross_attn.*"),
               plain(cross + "query.linear.*", layer + "crossattention.q_attn.*"),
               plain(cross + "merge.linear.*", layer + "crossattention.c_proj.*"),
               plain("layers.#.feed_forward.norm.*", layer + "ln_2.*"),
               plain("layers.#.feed_forward.expand.linear.*", layer + "mlp.c_fc.*"),
               plain("layers.#.feed_forward.contract.linear.*", layer + "mlp.c_proj.*")} +
           joint({own + "query.linear.*", own + "key.linear.*", own + "value.linear.*"}, layer + "attn.c_attn.*") +
           joint({cross + "key.linear.*", cross + "value.linear.*"}, layer + "crossattention.c_attn.*");
}

NamingTable visionGpt2Names() {
    return prefixed(visionNames(VisionLayout::Vit), "vision.", "encoder.") + prefixed(gpt2Names(), "text_decoder.", "");
}

NamedTensors turnedGpt2(NamedTensors tensors) {
    std::erase_if(tensors, [](const auto& item) {
        return item.first.starts_with(prefix) && endsWithOneOf(item.first, maskEndings);
    });
    return turnedBackGpt2(std::move(tensors));
}

NamedTensors turnedBackGpt2(NamedTensors tensors) {
    for (auto& [name, tensor] : tensors) {
        if (name.starts_with(prefix) && endsWithOneOf(name, turnedEndings) && tensor.dim() == 2) {
            tensor = tensor.t();
        }
    }
    return tensors;
}

} // namespace storyscope::models
