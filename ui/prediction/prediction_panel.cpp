// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prediction/prediction_panel.h"

#include "ui/common/caption_view.h"
#include "ui/common/picture_image.h"
#include "ui/common/state_pages.h"
#include "ui/common/text.h"
#include "ui/common/value_bar.h"
#include "ui/prediction/picture_box.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr std::size_t shownTags = 6;

QLabel* wrappedLabel(const QString& objectName) {
    auto* label = new QLabel;
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString afterFrames(const std::vector<int>& positions) {
    if (positions.empty()) {
        return PredictionPanel::tr("Before the first frame");
    }
    const int first = positions.front() + 1;
    const int last = positions.back() + 1;
    return first == last ? PredictionPanel::tr("After frame %1").arg(first)
                         : PredictionPanel::tr("After frames %1–%2").arg(first).arg(last);
}

} // namespace

PredictionPanel::PredictionPanel(StorySelection* selection, QWidget* parent) : QWidget(parent), m_selection(selection) {
    setObjectName(QStringLiteral("predictionPanel"));
    m_pages = StatePages::fillPanel(this, makeContent());
    connect(selection, &StorySelection::frameChanged, this, &PredictionPanel::followSelection);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &PredictionPanel::refreshPrediction);
    showEmpty();
}

QWidget* PredictionPanel::makeContent() {
    auto* content = new QWidget;
    m_choice = new QComboBox;
    m_choice->setObjectName(QStringLiteral("predictionChoice"));
    m_choice->setAccessibleName(tr("Prediction"));
    m_predicted = new PictureBox;
    m_predicted->setObjectName(QStringLiteral("predictedPicture"));
    m_truth = new PictureBox;
    m_truth->setObjectName(QStringLiteral("truePicture"));
    m_sentence = new CaptionView(m_selection);
    m_sentence->setObjectName(QStringLiteral("predictedSentence"));
    m_sentence->setSpokenTitle(tr("Predicted sentence"));
    m_truthTitle = wrappedLabel(QStringLiteral("truthTitle"));
    m_truthTitle->setForegroundRole(QPalette::PlaceholderText);
    m_truthSentence = wrappedLabel(QStringLiteral("truthSentence"));
    m_scoreTitle = new QLabel(tr("Story score"));
    m_score = new ValueBar;
    m_score->setObjectName(QStringLiteral("storyScore"));
    m_scoreNote = wrappedLabel(QStringLiteral("scoreNote"));
    m_scoreNote->setForegroundRole(QPalette::PlaceholderText);
    m_tagsTitle = wrappedLabel(QStringLiteral("tagsTitle"));
    m_tagBox = new QVBoxLayout;
    m_tagBox->setSpacing(0);

    auto* pictures = new QHBoxLayout;
    pictures->setSpacing(8);
    pictures->addWidget(m_predicted, 1, Qt::AlignTop);
    pictures->addWidget(m_truth, 1, Qt::AlignTop);
    m_nextBox = new QWidget;
    auto* next = new QVBoxLayout(m_nextBox);
    next->setContentsMargins(0, 0, 0, 0);
    next->setSpacing(8);
    next->addWidget(m_choice);
    next->addLayout(pictures);
    auto* sentenceTitle = new QLabel(tr("Predicted sentence"));
    sentenceTitle->setForegroundRole(QPalette::PlaceholderText);
    next->addWidget(sentenceTitle);
    next->addWidget(m_sentence);
    next->addWidget(m_truthTitle);
    next->addWidget(m_truthSentence);

    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_nextBox);
    layout->addWidget(m_scoreTitle);
    layout->addWidget(m_score);
    layout->addWidget(m_scoreNote);
    layout->addWidget(m_tagsTitle);
    layout->addLayout(m_tagBox);
    layout->addStretch();
    return content;
}

void PredictionPanel::showEmpty() {
    m_story.reset();
    m_pages->showEmpty(tr("When a story is told, this shows what the model expects next, beside what really follows."));
}

void PredictionPanel::showWorking() {
    m_story.reset();
    m_pages->showWorking(tr("The prediction follows the story…"));
}

void PredictionPanel::showFailed(const QString&) {
    m_story.reset();
    m_pages->showFailed(tr("Nothing can be predicted, because no story was told."));
}

void PredictionPanel::showStory(const ToldStoryPtr& story) {
    m_story = story;
    fillChoice();
    refreshScore();
    followSelection();
    refreshPrediction();
    const StoryResult& result = story->result;
    if (story->isComplete && !result.score && result.predictions.empty()) {
        m_pages->showEmpty(
            tr("%1 tells what it sees; it does not predict what comes next.").arg(toText(result.modelName)));
    } else if (story->isComplete || result.score) {
        m_pages->showReady();
    } else {
        m_pages->showWorking(tr("The prediction follows the story…"));
    }
}

void PredictionPanel::showCaption(int, const ToldCaption&) {}

int PredictionPanel::shownPrediction() const {
    return m_choice->count() > 0 ? m_choice->currentData().toInt() : -1;
}

void PredictionPanel::fillChoice() {
    const QSignalBlocker blocker(m_choice);
    m_choice->clear();
    const std::vector<NextPrediction>& predictions = m_story->result.predictions;
    int best = -1;
    for (std::size_t index = 0; index < predictions.size(); ++index) {
        m_choice->addItem(afterFrames(predictions[index].contextFrames), static_cast<int>(index));
        best = predictions[index].truthFrame ? static_cast<int>(index) : best;
    }
    m_choice->setCurrentIndex(best >= 0 ? best : m_choice->count() - 1);
    m_choice->setEnabled(m_choice->count() > 1);
}

void PredictionPanel::followSelection() {
    if (!m_story || m_story->result.frames.empty()) {
        return;
    }
    const auto position = m_story->positionOf(m_selection->frame());
    const std::vector<NextPrediction>& predictions = m_story->result.predictions;
    for (std::size_t index = 0; position && index < predictions.size(); ++index) {
        if (!predictions[index].contextFrames.empty() && predictions[index].contextFrames.back() == *position) {
            m_choice->setCurrentIndex(static_cast<int>(index));
        }
    }
    refreshTags();
}

void PredictionPanel::refreshPrediction() {
    const int shown = shownPrediction();
    m_nextBox->setVisible(shown >= 0);
    if (!m_story || shown < 0) {
        return;
    }
    const StoryResult& result = m_story->result;
    const NextPrediction& prediction = result.predictions[static_cast<std::size_t>(shown)];
    const Picture first = m_story->thumbnail(0);
    if (!prediction.picture.isEmpty()) {
        m_predicted->setPicture(tr("Predicted"), toImage(prediction.picture));
    } else if (prediction.nearestFrame) {
        const auto nearest = static_cast<std::size_t>(*prediction.nearestFrame);
        m_predicted->setPicture(tr("Nearest real picture: frame %1").arg(nearest + 1),
                                toImage(m_story->thumbnail(nearest)));
    } else {
        m_predicted->setAbsent(tr("Predicted"), tr("This model predicts no picture."));
    }
    m_predicted->setProportions({first.width(), first.height()});
    m_sentence->setSubject(Attention::Kind::NextCaption, shown);
    m_sentence->setPlaceholder(tr("This model predicts no sentence."));
    m_sentence->setCaption(prediction.caption);
    m_truthTitle->setVisible(prediction.truthFrame.has_value());
    m_truthSentence->setVisible(prediction.truthFrame.has_value());
    if (!prediction.truthFrame) {
        m_truth->setAbsent(tr("True"), tr("The story ends here."));
        return;
    }
    const auto truth = static_cast<std::size_t>(*prediction.truthFrame);
    m_truth->setPicture(tr("True: frame %1").arg(truth + 1), toImage(m_story->thumbnail(truth)));
    m_truthTitle->setText(tr("The model's own caption of frame %1").arg(truth + 1));
    m_truthSentence->setText(toText(result.frames[truth].caption.text));
    // What was expected there is its only caption: it would stand here twice.
    const bool isOwn = result.frames[truth].captionOrigin == CaptionOrigin::Seen;
    m_truthTitle->setVisible(isOwn);
    m_truthSentence->setVisible(isOwn);
}

void PredictionPanel::refreshScore() {
    const auto& score = m_story->result.score;
    for (QWidget* widget :
         {static_cast<QWidget*>(m_scoreTitle), static_cast<QWidget*>(m_score), static_cast<QWidget*>(m_scoreNote)}) {
        widget->setVisible(score.has_value());
    }
    if (score) {
        m_score->setValue({}, static_cast<double>(*score),
                          tr("Story score: %1").arg(shareText(static_cast<double>(*score))));
        m_scoreNote->setText(
            tr("How well the frames follow from each other, as the model sees it: 1 is a story in order, "
               "0 is frames that do not belong together."));
    }
}

void PredictionPanel::refreshTags() {
    const int position = m_story->positionBefore(m_selection->frame());
    const std::vector<TagScore>& tags = m_story->result.frames[static_cast<std::size_t>(position)].tags;
    const std::size_t count = std::min(shownTags, tags.size());
    while (m_tags.size() > count) {
        delete m_tags.back();
        m_tags.pop_back();
    }
    while (m_tags.size() < count) {
        m_tags.push_back(new ValueBar);
        m_tagBox->addWidget(m_tags.back());
    }
    for (std::size_t index = 0; index < count; ++index) {
        const QString tag = toText(tags[index].tag);
        const double probability = static_cast<double>(tags[index].probability);
        m_tags[index]->setNameWidth(fontMetrics().averageCharWidth() * 14);
        m_tags[index]->setValue(tag, probability, tr("Tag “%1”: probability %2").arg(tag, shareText(probability)));
    }
    m_tagsTitle->setVisible(count > 0);
    m_tagsTitle->setText(tr("Tags of frame %1").arg(position + 1));
}

} // namespace storyscope::ui
