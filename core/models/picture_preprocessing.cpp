// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/picture_preprocessing.h"

#include "core/base/error.h"

#include <torch/torch.h>

#include <cstring>

namespace storyscope::models {

namespace F = torch::nn::functional;

torch::Tensor prepare(const Picture& picture, std::int64_t size) {
    if (picture.isEmpty()) {
        throw Error(ErrorCode::BadArgument, "A picture without pixels cannot be told");
    }
    torch::NoGradGuard noGrad;
    const torch::Tensor pixels = torch::empty({picture.height(), picture.width(), 3}, torch::kUInt8);
    std::memcpy(pixels.data_ptr(), picture.data(), picture.sizeBytes());
    const torch::Tensor planes = pixels.permute({2, 0, 1});
    if (picture.width() == size && picture.height() == size) {
        return planes.contiguous();
    }
    const auto options = F::InterpolateFuncOptions()
                             .size(std::vector<std::int64_t>{size, size})
                             .mode(torch::kBilinear)
                             .align_corners(false)
                             .antialias(true);
    const torch::Tensor scaled = F::interpolate(planes.unsqueeze(0).to(torch::kFloat32), options);
    return scaled.squeeze(0).round().clamp(0, 255).to(torch::kUInt8);
}

torch::Tensor prepareStory(const std::vector<Picture>& pictures, std::int64_t size) {
    std::vector<torch::Tensor> prepared;
    for (const Picture& picture : pictures) {
        prepared.push_back(prepare(picture, size));
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
