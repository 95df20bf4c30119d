// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/captioner_weights.h"

namespace storyscope::models {

/// nn::Gpt2Decoder as a published VisionEncoderDecoderModel names it: "decoder.transformer", and "enc_to_dec_proj" for
/// picture tokens of another size. The output layer is the words' table, whichever of its two names a file has.
NamingTable gpt2Names();
/// All of a VisionGpt2Captioner.
NamingTable visionGpt2Names();

/// GPT-2's linear layers lie transposed in published files, (in, out): the tensors with those turned round, to
/// (out, in), as views; and without the attention masks that older files hold beside the weights. Other tensors, of a
/// vision transformer for one, stay as they are.
NamedTensors turnedGpt2(NamedTensors tensors);
/// The same layers turned back to (in, out), as published files hold them.
NamedTensors turnedBackGpt2(NamedTensors tensors);

} // namespace storyscope::models
