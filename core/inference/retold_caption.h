// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/story_study.h"

#include <torch/types.h>

#include <cstdint>
#include <stop_token>
#include <vector>

namespace storyscope::inference {

/// One caption of a told story, as its model saw it while writing: the same frames in the same window, the same notes
/// of the frames before. It can be read again, with a picture changed if wanted. All calls throw Error{Cancelled}.
class RetoldCaption {
public:
    /// Throws Error{BadArgument} if the story has no such caption or was told of other frames. `engine` and `stop` must
    /// outlive it.
    RetoldCaption(const StoryEngine& engine, const StudiedStory& story, const ToldText& text,
                  const std::stop_token& stop);

    /// The frames in view, as positions in the story.
    const std::vector<int>& frames() const { return m_frames; }
    /// The place of its picture among all pictures in view; throws Error{BadArgument} if it is not in view.
    std::size_t placeOf(int frame) const;
    /// Pictures in view: of a video's clip more than the frames.
    std::size_t pictureCount() const { return m_pictures.size(); }
    const ToldCaption& caption() const { return *m_caption; }
    /// Its tokens without begin and end.
    const std::vector<std::int64_t>& tokens() const { return m_tokens; }
    /// A picture in view as the model is shown it: (1, 1, 3, H, W) float32 in [0, 1].
    const torch::Tensor& picture(std::size_t place) const { return m_pictures[place]; }
    /// Per frame in view: the part of the picture that the model is shown.
    const std::vector<Box>& areas() const { return m_areas; }

    /// The logarithmic probability of a token, given those before it.
    double logProbability(std::size_t token);
    /// The same with another picture in one place.
    double logProbability(std::size_t token, std::size_t place, const torch::Tensor& picture);

private:
    void look(const StudiedStory& story, const ToldText& text);
    void lookApart(const StudiedStory& story, int position);
    void take(const StudiedStory& story);
    double read(const std::vector<torch::Tensor>& pictures, const std::vector<torch::Tensor>& features,
                std::size_t token) const;
    models::EncodedStory encoded(const std::vector<torch::Tensor>& pictures,
                                 const std::vector<torch::Tensor>& features) const;
    void computeFeatures();
    torch::Tensor featuresOf(const torch::Tensor& picture) const;

    const StoryEngine& m_engine;
    const std::stop_token& m_stop;
    std::vector<int> m_frames;
    std::vector<std::size_t> m_places; ///< of their pictures
    int m_noted = 0;                   ///< frames before this position come with their notes
    std::int64_t m_own = 0;
    models::CaptionKind m_kind = models::CaptionKind::Caption;
    const ToldCaption* m_caption = nullptr;
    std::vector<std::int64_t> m_tokens;
    std::vector<FrameNotes> m_notes; ///< per frame in view; empty if the model reads none
    std::vector<torch::Tensor> m_pictures;
    std::vector<torch::Tensor> m_features; // per picture in view, (1, …) float32, from the first reading on; undefined
                                           // if the encoder is not frozen
    std::vector<Box> m_areas;
};

} // namespace storyscope::inference
