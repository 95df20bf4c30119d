// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/familiarity.h"
#include "core/models/patch_grid.h"
#include "core/models/story_batch.h"
#include "core/models/story_config.h"
#include "core/models/story_output.h"
#include "core/nn/text_decoder.h"

#include <torch/nn/module.h>

#include <memory>
#include <set>
#include <stop_token>
#include <string>

namespace storyscope::models {

/// Which text a model writes.
enum class CaptionKind {
    Caption,     ///< of a frame that is seen
    NextCaption, ///< of the frame that follows
    ClipCaption, ///< one for all frames together
};

/// What a model can be asked for, and what it wants to be told.
struct Abilities {
    std::set<CaptionKind> captions;
    bool predictsPictures = false;
    bool predictsFeatures = false; ///< of the next picture, by Batch::features: the nearest real frame can be shown
    bool labelsTags = false;
    bool judgesStories = false; ///< gives a score
    bool readsTexts = false;    ///< captions of the frames it sees are part of its input
    bool readsTags = false;     ///< and so are their tags
    /// Before any word, each picture is seen by itself: pictureFeatures() are worth keeping, captions of several frames
    /// can be written side by side.
    bool seesPicturesApart = false;
    std::int64_t clipPictures = 0; ///< of a video around a frame that its caption is written from; 0: its own only
};

/// The interface of every visual storyteller: what training, storytelling, inspection and evaluation know of a model.
/// Weights are float32 while it works. Inspection calls (all but forward) are meant to be made under
/// torch::InferenceMode or NoGradGuard, after eval(). One thread at a time.
class StoryModel : public torch::nn::Module {
public:
    const StoryConfig& config() const { return m_config; }
    std::int64_t parameterCount() const;          ///< all of them
    std::int64_t trainableParameterCount() const; ///< those that a training step changes
    torch::Device device() const;

    virtual Abilities abilities() const = 0;
    virtual PatchGrid grid() const { return {}; }
    virtual std::int64_t featureCount() const { return 0; } ///< F of EncodedStory::features; 0: it has none

    /// Losses that training can ask this model for: those of training::lossTerms that its abilities allow, and its own.
    std::set<std::string> lossNames() const;

    /// One training pass with teacher forcing. Computes what the losses in `wanted` need (names as in
    /// StoryOutput::ownLosses and training::lossTerms); an empty set asks for everything.
    virtual StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) = 0;
    StoryOutput forward(const Batch& batch) { return forward(batch, {}); }

    /// 1 ≤ K ≤ maximumFrames − firstPosition, else Error{BadArgument}. Texts and tags that abilities() names and the
    /// input lacks count as empty.
    virtual EncodedStory encode(const StoryInput& input) = 0;

    /// Prepares one story (B = 1) for writing captions of one kind; once per story and kind. Hears `stop` as
    /// nn::TextDecoder::remember() does.
    virtual nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) = 0;
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded) { return remember(kind, encoded, {}); }
    /// Begins the caption of frame `frame`, or of the frame after it, in `rows` variants. A next caption sees frames
    /// 0…`frame` only; a clip caption belongs to the last frame.
    virtual nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame,
                                std::int64_t rows) = 0;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame) {
        return begin(kind, encoded, frame, 1);
    }
    /// Feeds one token per row, (R) int64, the first time BOS; answers with logits (R, V) for the next one and the
    /// attention of this step, (layers, R, heads, K · cells), with class tokens apart if grid() says that there are
    /// any.
    virtual nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                              nn::TextCache& cache) = 0;

    /// The picture after frames 0…lastFrame: (B, 3, H, W) float32 in [0, 1]. Throws Error{Unsupported} without the
    /// ability.
    virtual torch::Tensor nextPicture(const EncodedStory& encoded, std::int64_t lastFrame);
    /// The features of the picture after frames 0…lastFrame, (B, F′) float32, as frozenFeatures() or the encoder gives
    /// them for a picture. Throws Error{Unsupported} without the ability.
    virtual torch::Tensor nextFeatures(const EncodedStory& encoded, std::int64_t lastFrame);

    /// What the model makes of each picture by itself before it looks at anything else, as StoryInput::features takes
    /// it, frozen or not: the same as long as no weight changes. (N, 3, H, W) float32 in [0, 1] → (N, …) float32, or
    /// undefined if abilities() says no. Hears `stop` between layers: throws Error{Cancelled}.
    virtual torch::Tensor pictureFeatures(const torch::Tensor& pictures, const std::stop_token& stop);
    /// What the frozen part of the picture encoder computes, so that it need be computed once per picture:
    /// `pictures` (N, 3, H, W) float32 in [0, 1] → (N, …) float32. Undefined if nothing is frozen.
    virtual torch::Tensor frozenFeatures(const torch::Tensor& pictures);
    /// Likewise for texts, (N, T) int64 → (N, E) float32.
    virtual torch::Tensor frozenTextFeatures(const torch::Tensor& texts);

    /// (B, K) float32: 1 is the limit that was calibrated on validation frames; all 0 if the model has no statistics.
    torch::Tensor unfamiliarity(const EncodedStory& encoded) const;
    const Familiarity& familiarity() const { return m_familiarity; }
    void setFamiliarity(Familiarity familiarity) { m_familiarity = std::move(familiarity); }

protected:
    explicit StoryModel(StoryConfig config) : m_config(std::move(config)) {}
    /// What StoryOutput::ownLosses may hold.
    virtual std::set<std::string> ownLossNames() const { return {}; }

private:
    StoryConfig m_config;
    Familiarity m_familiarity;
};

/// The model that config.architecture names, with random weights from torch's generator. To add an architecture: one
/// class, one line in model_registry.cpp. Throws Error{Unsupported} for an unknown architecture, Error{Malformed} for
/// unknown parts, Error{Mismatch} for sizes that do not fit together.
std::shared_ptr<StoryModel> makeStoryModel(const StoryConfig& config);
std::vector<std::string> knownArchitectures();

} // namespace storyscope::models
