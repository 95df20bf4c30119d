// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/attention.h"
#include "core/story/picture.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storyscope {

/// One token that a model wrote.
struct Token {
    std::string text;         ///< as the vocabulary spells it
    float logProbability = 0; ///< natural logarithm, given everything before it
    std::size_t begin = 0;    ///< byte offset in the caption it belongs to
    std::size_t end = 0;      ///< one past the last byte; equal to `begin` for a token without text
};

/// A caption as text and as the tokens it was made of.
struct ToldCaption {
    std::string text;
    std::vector<Token> tokens;

    /// exp(−mean log-probability) over the tokens; 0 without tokens.
    double perplexity() const;
};

struct TagScore {
    std::string tag;
    float probability = 0; ///< [0, 1]
};

/// What a frame's caption was written from.
enum class CaptionOrigin {
    Seen,     ///< from the picture itself
    Expected, ///< from the frames before it: what a model that only looks ahead expected to see there
    Untold,   ///< there is none: the model captions no single frames, or has nothing to expect the first one from
};

/// One frame of a told story.
struct ToldFrame {
    int sourceIndex = 0; ///< frame number in the video, picture number in a folder
    std::optional<double> timeSeconds;
    std::string pictureName; ///< empty for a video frame
    ToldCaption caption;
    std::vector<TagScore> tags; ///< most probable first
    float unfamiliarity = 0;    ///< distance from the training data; 1 is the limit the model was calibrated to
    CaptionOrigin captionOrigin = CaptionOrigin::Seen;
    bool repeatsEarlier = false; ///< an earlier frame's caption says the same word for word, case and punctuation aside
    bool isUnfamiliar() const { return unfamiliarity > 1.0F; }
};

/// What a model expects after the first `contextFrames` frames.
struct NextPrediction {
    std::vector<int> contextFrames;       ///< positions in StoryResult::frames it was predicted from
    std::optional<int> truthFrame;        ///< position of the frame that really follows; none after the last one
    Picture picture;                      ///< empty if the model draws none
    std::optional<int> nearestFrame = {}; ///< position of the real frame closest to the features that a model expects
    ToldCaption caption;                  ///< empty if the model writes none
};

enum class Decoding { Greedy, Beam, Sample };

/// A told story: everything that the views draw, the exports write and the tests compare.
struct StoryResult {
    std::string source;    ///< what was told: a path or "storyworld:…#id"
    std::string modelName; ///< who says so
    std::string modelPath;
    Decoding decoding = Decoding::Greedy;
    std::uint64_t seed = 0;
    std::vector<ToldFrame> frames;
    std::optional<ToldCaption> clipCaption; ///< one for all frames together, by models that write such
    std::vector<Attention> attention;
    std::vector<NextPrediction> predictions;
    std::optional<float> score; ///< [0, 1]: how coherent the model finds the sequence

    /// Most of the frames are unlike anything that the model was trained on.
    bool isUnfamiliar() const;
    /// The record for the caption of a frame, or null; `Attention::averaged` asks for the mean over layers or heads.
    const Attention* captionAttention(int framePosition, int layer = Attention::averaged,
                                      int head = Attention::averaged) const;
    /// The summary for `clipCaption`, or null.
    const Attention* clipCaptionAttention() const;
};

/// The name used in exports: "seen", "expected", "untold".
const char* captionOriginName(CaptionOrigin origin);

/// The name used on the command line and in exports: "greedy", "beam", "sample".
const char* decodingName(Decoding decoding);

} // namespace storyscope
