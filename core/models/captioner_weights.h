// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/weights_file.h"

#include <torch/nn/module.h>

#include <string>
#include <vector>

namespace storyscope::models {

/// How published files name a tensor of ours. In names, # stands for the number of a layer, and a * at the end for
/// "weight" or "bias".
struct TensorNaming {
    std::string ours;
    std::vector<std::string> published; ///< the first one that a file has counts: what is not there may be tied
    std::int64_t part = 0;              ///< of so many equal parts of the published rows: 1 is the keys of q, k, v
    std::int64_t parts = 1;
    std::int64_t sides = 0; ///< of the published tensor, those of 1 before ours counted; 0: as many as ours has
    std::string copy = {};  ///< a second name that published files hold the same tensor under
};
using NamingTable = std::vector<TensorNaming>;

/// The published layouts of nn::VisionTransformer: those of BLIP, of CLIP (GIT) and of the library's own ViT.
enum class VisionLayout { Blip, Clip, Vit };
NamingTable visionNames(VisionLayout layout);

/// nn::DistilBertEmbeddings "embeddings" and nn::BertDecoderLayers "layers" as BERT, and GIT after it, name them.
NamingTable bertNames();
/// The head of an nn::BertDecoder as BERT names it, "cls.predictions". A head without weights is tied to the words.
NamingTable bertHeadNames();

/// The same tables below a prefix each, "vision." and "vision_model.".
NamingTable prefixed(NamingTable table, const std::string& ours, const std::string& published);
NamingTable operator+(NamingTable table, const NamingTable& more);

/// All of a published model's names, by its architecture. Throws Error{Unsupported} for one that is not imported.
NamingTable publishedNames(const std::string& architecture);

/// What a weights file holds, and where it came from.
struct PublishedWeights {
    NamedTensors tensors;
    std::filesystem::path file; ///< for messages
};

/// Gives `network` the tensors of `weights`, whose memory it shares from then on; shapes may differ by sides of 1.
/// Buffers and heads that no model here needs, `position_ids` for one, are passed over. Throws one Error{Mismatch} that
/// lists every tensor that is missing, misshapen or unexpected; nothing is changed then.
void loadPublished(torch::nn::Module& network, const NamingTable& table, const PublishedWeights& weights);

/// The other way round: all weights of `network` under their published names and in their published shapes. Those that
/// lie as they are published share the network's memory.
NamedTensors publishedTensors(const torch::nn::Module& network, const NamingTable& table);

} // namespace storyscope::models
