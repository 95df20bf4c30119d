// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/attention/attention_choice.h"
#include "ui/attention/attention_study.h"
#include "ui/common/color_map.h"
#include "ui/common/story_selection.h"
#include "ui/common/told_story.h"
#include "ui/player/frame_overlay.h"

#include <QObject>
#include <optional>
#include <vector>

namespace storyscope::ui {

enum class HeatMapScale {
    PerFrame, ///< the strongest cell of the shown frame has the last colour: shows where in this frame
    PerStory, ///< the strongest cell of all frames has it: shows which frame, too
};

/// Which attention is looked at, and how it is painted.
struct AttentionOptions {
    bool isHeatMapOn = true;
    HeatMapScale scale = HeatMapScale::PerFrame;
    ColorMap colorMap = ColorMap::Viridis;
    LayerAndHead place;
};

/// Per story frame, of what went to places in the pictures; nothing for frames that were not there to be looked at.
using FrameShares = std::vector<std::optional<float>>;

/// The selected word's attention in numbers.
struct WordAttention {
    std::shared_ptr<const Attention> record; ///< never null
    std::size_t row = 0;
    QString word;
    double probability = 0;
    FrameShares frameShares;
    double classShare = 0;         ///< of class tokens, which are no places
    double textShare = 0;          ///< of the words before
    double otherShare = 0;         ///< of pictures of the video around the frame
    double entropyBits = 0;        ///< over the frames × cells, of what went there
    double maximumEntropyBits = 0; ///< if everything were looked at alike
    float strongestCell = 0;       ///< over all frames
};

/// Finds the attention of the selected word in the told story and makes the heat map of the shown frame from it. The
/// panels only draw what it says. GUI thread.
class AttentionController : public QObject {
    Q_OBJECT
public:
    /// The selection must outlive the controller.
    explicit AttentionController(StorySelection* selection, QObject* parent = nullptr);

    /// Null: there is no story.
    void setStory(const ToldStoryPtr& story);
    void setOptions(const AttentionOptions& options);
    const AttentionOptions& options() const { return m_options; }
    const ToldStoryPtr& story() const { return m_story; }

    /// None if no word is selected or the model gave no attention for it.
    const std::optional<WordAttention>& word() const { return m_word; }
    /// Shares per story frame: of the selected word, else the temporal attention of the shown story frame (of the last
    /// one if the shown frame is not in the story). Empty if the model gave none.
    const FrameShares& frameShares() const { return m_frameShares; }
    /// Says whose shares those are.
    const QString& sharesTitle() const { return m_sharesTitle; }
    /// The heat map of a story frame in the chosen scale; empty without a word, without cells, or while heat maps are
    /// off.
    FrameOverlay overlayFor(int storyPosition) const { return overlayFor(storyPosition, m_options.scale); }
    /// The same in a given scale: frames side by side can be compared only in the story's.
    FrameOverlay overlayFor(int storyPosition, HeatMapScale scale) const;
    /// What the last colour stands for in `overlayFor(storyPosition)`.
    float scaleMaximum(int storyPosition) const { return scaleMaximum(storyPosition, m_options.scale); }
    float scaleMaximum(int storyPosition, HeatMapScale scale) const;
    /// Layers and heads the story has separate attention for.
    int layerCount() const;
    int headCount() const;
    bool offersRollOut() const { return m_story && AttentionStudy::offersRollOut(m_story->result); }
    /// What is found out about the story on demand.
    AttentionStudy* study() { return &m_study; }
    /// Position of the shown frame in the story.
    std::optional<int> position() const;
    /// Selects the word of the shown frame's caption that looked most at a place (shares of width and height).
    void chooseWordAt(double x, double y);

signals:
    /// Anything of the above has changed.
    void changed();

private:
    void refresh();
    const ToldCaption* captionOf(const WordRef& word) const;
    std::shared_ptr<const Attention> recordOf(const WordRef& word);
    std::optional<WordAttention> findWord();
    void findTemporal();

    StorySelection* m_selection;
    ToldStoryPtr m_story;
    AttentionOptions m_options;
    AttentionStudy m_study;
    std::optional<WordAttention> m_word;
    FrameShares m_frameShares;
    QString m_sharesTitle;
};

} // namespace storyscope::ui
