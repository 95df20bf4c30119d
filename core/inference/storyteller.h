// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/story_study.h"
#include "core/models/model_info.h"
#include "core/story/picture.h"
#include "core/story/story_result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// What a video shows around one of its frames.
struct VideoClip {
    std::vector<Picture> pictures; ///< in the order of time; empty: there is none
    int frame = 0;                 ///< which of them the frame itself is
};

/// One picture of the story to be told.
struct InputFrame {
    Picture picture;
    int sourceIndex = 0; ///< frame number in its video or folder
    std::optional<double> timeSeconds;
    std::string pictureName;            ///< empty for a video frame
    std::string caption = {};           ///< where it is known: told to models that read texts, about later frames
    std::vector<std::string> tags = {}; ///< likewise, to models that read tags
    VideoClip clip = {};                ///< for models that want such: Storyteller::clipPictures()
};

struct StoryOptions {
    Decoding decoding = Decoding::Greedy;
    std::uint64_t seed = 0;           ///< for sampling
    int beams = 4;                    ///< for beam search
    double lengthPenalty = 1;         ///< beam search: sum of log-probabilities / length^penalty
    double temperature = 0.8;         ///< for sampling
    double topP = 0.9;                ///< for sampling: nucleus
    std::optional<int> maximumTokens; ///< per caption; none: as many as the model takes
    int topK = 0;                     ///< for sampling: only so many of the most probable tokens; 0: all
    double repetitionPenalty = 1;     ///< above 1: what the caption has already becomes less probable
    int noRepeatNgram = 0;            ///< no sequence of so many tokens twice in a caption; 0: any may repeat
    int noRepeatInStory = 0; ///< no sequence of so many tokens that an earlier frame's caption has; 0: any may repeat
};

/// Hears a story while it is being told, on the telling thread.
class StoryObserver {
public:
    virtual ~StoryObserver() = default;
    /// The pictures were encoded: frames with tags, unfamiliarity and temporal attention, score; no captions yet.
    virtual void framesRead(const StoryResult& soFar) = 0;
    /// A token of a frame's caption and the caption as it reads with it. Beam search reports whole captions only.
    virtual void tokenWritten(int framePosition, const ToldCaption& captionSoFar) = 0;
    /// A frame's caption is complete; not called for frames that stay untold.
    virtual void captionWritten(int framePosition, const ToldCaption& caption) = 0;
};

/// Tells stories with one loaded model. The model's weights are shared and constant; one thread at a time may tell.
class Storyteller {
public:
    /// Loads a model folder. Throws Error naming the file and the tensor that is missing, misshapen or malformed.
    explicit Storyteller(const std::filesystem::path& modelFolder);
    ~Storyteller();
    Storyteller(Storyteller&&) noexcept;
    Storyteller& operator=(Storyteller&&) noexcept;

    const models::ModelInfo& model() const;
    /// Pictures of a video around a frame that the model's caption of it is written from: InputFrame::clip. 0: the
    /// frame's own picture is all it looks at. Frames without a clip are told from their neighbours in the story.
    int clipPictures() const;

    /// A model that captions no frames it sees but expects the next caption tells every frame after the first by what
    /// it expected there. Throws Error{BadArgument} without frames, Error{Cancelled} within 100 ms of a stop. The same
    /// frames, options and seed give the same result on the same machine, whatever was told before.
    StoryResult tell(const std::vector<InputFrame>& frames, const StoryOptions& options, const std::stop_token& stop,
                     StoryObserver* observer = nullptr) const;

    /// How much a told word depends on each part of one picture. `story` was told by this model. Costs one look at a
    /// picture per part. Throws Error{BadArgument} for what is not there, Error{Cancelled}.
    OcclusionMap occlude(const StudiedStory& story, const OcclusionRequest& request, const Study& study) const;
    /// Attention through all layers for the words of one caption, `layer` being Attention::rolledOut. Costs one look at
    /// each picture. Throws Error{Unsupported} for models without a vision transformer, Error{Cancelled}.
    Attention rollOut(const StudiedStory& story, const ToldText& text, const Study& study) const;

private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

/// Computing threads of the process for all models; 0: one for each physical core. Call before any model works.
void setComputeThreads(int threads);
/// The same in a program that shows a window, which 0 leaves a core.
void setComputeThreadsBesideWindow(int threads);
int computeThreads();

} // namespace storyscope::inference
