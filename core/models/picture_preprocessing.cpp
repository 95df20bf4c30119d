// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

namespace storyscope::models {

torch::Tensor prepare(const Picture& picture, const media::PicturePreparation& preparation) {
    const Picture small = media::prepared(picture, preparation);
    const torch::Tensor planes = torch::empty({3, small.height(), small.width()}, torch::kUInt8);
    media::copyPlanes(small, {planes.data_ptr<std::uint8_t>(), small.sizeBytes()});
    return planes;
}

torch::Tensor prepareStory(const std::vector<Picture>& pictures, const media::PicturePreparation& preparation) {
    std::vector<torch::Tensor> prepared;
    for (const Picture& picture : pictures) {
        prepared.push_back(prepare(picture, preparation));
    }
    return torch::stack(prepared).unsqueeze(0).to(torch::kFloat32) / 255.0;
}

Picture toPicture(const torch::Tensor& tensor) {
    const torch::Tensor pixels = (tensor.detach().to(torch::kCPU, torch::kFloat32).clamp(0, 1) * 255.0)
                                     .round()
                                     .to(torch::kUInt8)
                                     .permute({1, 2, 0})
                                     .contiguous();
    const auto* bytes = pixels.data_ptr<std::uint8_t>();
    return {static_cast<int>(pixels.size(1)), static_cast<int>(pixels.size(0)),
            std::vector<std::uint8_t>(bytes, bytes + pixels.numel())};
}

} // namespace storyscope::models
