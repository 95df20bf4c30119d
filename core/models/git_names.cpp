// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/git_names.h"

namespace storyscope::models {

NamingTable gitDecoderNames() {
    const auto plain = [](const std::string& ours, const std::string& published) {
        return TensorNaming{.ours = ours, .published = {published}};
    };
    return NamingTable{{.ours = "frames.#", .published = {"git.img_temperal_embedding.#"}, .sides = 3}, // spelt so
                       plain("projection.linear.*", "git.visual_projection.visual_projection.0.*"),
                       plain("projection_norm.*", "git.visual_projection.visual_projection.1.*"),
                       plain("output.linear.*", "output.*")} +
           prefixed(bertNames(), "", "git.");
}

NamingTable gitNames() {
    return prefixed(visionNames(VisionLayout::Clip), "vision.", "git.image_encoder.vision_model.") +
           prefixed(gitDecoderNames(), "text_decoder.", "");
}

} // namespace storyscope::models
