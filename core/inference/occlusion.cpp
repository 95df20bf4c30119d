// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/occlusion.h"

#include "core/base/error.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::inference {

namespace {

/// A stretch of pixels that whole cells of the model's grid lie in.
struct PixelStretch {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

PixelStretch stretchOf(int part, int parts, std::int64_t cells, std::int64_t pixels) {
    const auto begin = [&](int number) { return firstCell(number, parts, static_cast<int>(cells)) * pixels / cells; };
    return {begin(part), begin(part + 1) - begin(part)};
}

/// `picture`: (1, 1, 3, H, W).
torch::Tensor covered(const torch::Tensor& picture, const PixelStretch& down, const PixelStretch& across) {
    torch::Tensor result = picture.clone();
    result.narrow(3, down.first, down.count)
        .narrow(4, across.first, across.count)
        .copy_(picture.mean({3, 4}, true).expand({-1, -1, -1, down.count, across.count}));
    return result;
}

int partsWanted(const OcclusionRequest& request, std::int64_t cells, std::int64_t pixels) {
    if (request.parts < 0) {
        throw Error(ErrorCode::BadArgument, "A picture cannot be divided into fewer than one part");
    }
    const auto most = static_cast<int>(cells > 1 ? cells : pixels);
    return std::min(request.parts > 0 ? request.parts : partsOf(most), most);
}

} // namespace

OcclusionMap occlude(const StoryEngine& engine, const StudiedStory& story, const OcclusionRequest& request,
                     const Study& study) {
    RetoldCaption caption(engine, story, request.text, study.stop);
    const std::size_t place = caption.placeOf(request.frame);
    if (request.token < 0 || static_cast<std::size_t>(request.token) >= caption.tokens().size()) {
        throw Error(ErrorCode::BadArgument, "The caption has no such word");
    }
    const auto token = static_cast<std::size_t>(request.token);
    const models::PatchGrid grid = engine.model().grid();
    const torch::Tensor& picture = caption.picture(place);
    const std::int64_t height = picture.size(3);
    const std::int64_t width = picture.size(4);
    OcclusionMap map{.text = request.text, .token = request.token, .frame = request.frame};
    map.rows = partsWanted(request, grid.rows, height);
    map.columns = partsWanted(request, grid.columns, width);
    const auto inView = std::ranges::find(caption.frames(), request.frame) - caption.frames().begin();
    map.area = caption.areas()[static_cast<std::size_t>(inView)];
    map.logProbability = caption.logProbability(token);
    const std::int64_t all = map.rows * map.columns;
    for (int row = 0; row < map.rows; ++row) {
        for (int column = 0; column < map.columns; ++column) {
            study.progress.report("Covering the picture part by part", row * map.columns + column, all);
            const torch::Tensor without =
                covered(picture, stretchOf(row, map.rows, grid.rows > 1 ? grid.rows : height, height),
                        stretchOf(column, map.columns, grid.columns > 1 ? grid.columns : width, width));
            map.losses.push_back(map.logProbability - caption.logProbability(token, place, without));
        }
    }
    study.progress.report("Covering the picture part by part", all, all);
    return map;
}

} // namespace storyscope::inference
