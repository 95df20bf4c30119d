// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/media/media_source.h"
#include "ui/common/told_story.h"

#include <QString>
#include <cmath>
#include <set>

namespace storyscope::ui {

/// A caption of words separated by blanks, each a token with probability one half.
inline ToldCaption caption(const std::string& text) {
    ToldCaption made;
    made.text = text;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        made.tokens.push_back({text.substr(begin, end - begin), std::log(0.5F), begin, end});
        begin = end + 1;
    }
    return made;
}

inline Picture plainPicture(int width, int height, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    std::vector<std::uint8_t> pixels;
    for (int pixel = 0; pixel < width * height; ++pixel) {
        pixels.insert(pixels.end(), {red, green, blue});
    }
    return {width, height, std::move(pixels)};
}

/// Attention over `frames` frames with 2 × 2 cells: row r puts `focus` on the bottom right cell of frame r modulo the
/// number of frames and spreads the rest over all other cells.
inline Attention focusedAttention(Attention::Kind kind, int subject, int frames, const std::vector<std::string>& rows,
                                  float focus = 0.7F) {
    Attention made;
    made.kind = kind;
    made.subject = subject;
    made.rows = rows;
    made.gridRows = 2;
    made.gridColumns = 2;
    for (int frame = 0; frame < frames; ++frame) {
        made.frames.push_back(frame);
    }
    const int columns = 4 * frames;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const int strongest = static_cast<int>(row) % frames * 4 + 3;
        for (int column = 0; column < columns; ++column) {
            made.values.push_back(column == strongest ? focus : (1 - focus) / static_cast<float>(columns - 1));
        }
    }
    return made;
}

/// Three frames (10, 20, 30) with captions of three words, attention for all of them, and one prediction after the
/// first two frames.
inline ToldStoryPtr handMadeStory() {
    ToldStory story;
    story.isComplete = true;
    story.result.source = "/videos/walk.mp4";
    story.result.modelName = "Hand made";
    story.result.score = 0.8F;
    const std::vector<std::string> texts = {"a red umbrella", "rain falls now", "she runs home"};
    for (int position = 0; position < 3; ++position) {
        ToldFrame frame;
        frame.sourceIndex = 10 * (position + 1);
        frame.timeSeconds = position + 0.5;
        frame.caption = caption(texts[static_cast<std::size_t>(position)]);
        frame.tags = {{"umbrella", 0.9F}, {"rain", 0.4F}};
        story.result.frames.push_back(frame);
        story.result.attention.push_back(focusedAttention(Attention::Kind::Caption, position, 3, {"a", "b", "c"}));
        story.pictures.push_back(plainPicture(8, 8, static_cast<std::uint8_t>(60 * position), 100, 100));
    }
    Attention temporal;
    temporal.kind = Attention::Kind::Temporal;
    temporal.rows = {"1", "2", "3"};
    temporal.frames = {0, 1, 2};
    temporal.values = {1, 0, 0, 0.25F, 0.75F, 0, 0.2F, 0.3F, 0.5F};
    story.result.attention.push_back(temporal);
    NextPrediction prediction;
    prediction.contextFrames = {0, 1};
    prediction.truthFrame = 2;
    prediction.picture = plainPicture(8, 8, 1, 2, 3);
    prediction.caption = caption("she walks home");
    story.result.predictions.push_back(prediction);
    story.result.attention.push_back(focusedAttention(Attention::Kind::NextCaption, 0, 2, {"a", "b", "c"}));
    return std::make_shared<const ToldStory>(story);
}

/// A video whose frame n is plainly coloured with n.
class NumberedSource : public media::MediaSource {
public:
    explicit NumberedSource(int frames) : m_frames(frames) {}

    std::set<int> broken; ///< frames that cannot be decoded

    Kind kind() const override { return Kind::Video; }
    std::filesystem::path path() const override { return "/videos/numbered.mp4"; }
    int frameCount() const override { return m_frames; }
    int width() const override { return 16; }
    int height() const override { return 8; }
    std::optional<double> timeSeconds(int number) const override { return number * 0.01; }
    std::string pictureName(int) const override { return {}; }
    std::string description() const override { return "numbered, 16×8"; }
    std::vector<Issue> issues() const override { return {}; }
    Picture frame(int number, const std::stop_token&) override {
        if (broken.contains(number)) {
            throw Error(ErrorCode::Malformed, "Frame " + std::to_string(number) + " is broken", inFile(path()));
        }
        return pictureOf(number);
    }
    Picture cachedFrame(int) const override { return {}; }
    int frameAt(double seconds) const override { return static_cast<int>(seconds / 0.01); }
    void prepare(int, media::Travel, const std::stop_token&) override {}
    int keyFrameNear(int number) const override { return number; }
    std::unique_ptr<media::SmallPictureReader> openSmallPictures(const media::PictureBounds&) const override {
        class Reader : public media::SmallPictureReader {
            Picture picture(int number, const std::stop_token&) override { return pictureOf(number); }
        };
        return std::make_unique<Reader>();
    }

    static Picture pictureOf(int number) { return plainPicture(16, 8, static_cast<std::uint8_t>(number), 50, 200); }

private:
    int m_frames;
};

} // namespace storyscope::ui
