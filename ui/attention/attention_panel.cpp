// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/attention/attention_panel.h"

#include "ui/attention/color_bar.h"
#include "ui/attention/occlusion_check.h"
#include "ui/common/state_pages.h"
#include "ui/common/text.h"
#include "ui/common/value_bar.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

namespace storyscope::ui {

namespace {

QLabel* wrappedLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString digits(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals);
}

} // namespace

AttentionPanel::AttentionPanel(AttentionController* controller, QWidget* parent)
    : QWidget(parent), m_controller(controller) {
    setObjectName(QStringLiteral("attentionPanel"));
    m_pages = StatePages::fillPanel(this, makeContent());
    connect(controller, &AttentionController::changed, this, &AttentionPanel::refresh);
    showEmpty();
}

QWidget* AttentionPanel::makeContent() {
    auto* content = new QWidget;
    m_title = wrappedLabel(content);
    m_title->setObjectName(QStringLiteral("attentionTitle"));
    m_heatMapNote = wrappedLabel(content);
    m_heatMapNote->setObjectName(QStringLiteral("heatMapNote"));
    m_colorBar = new ColorBar(content);
    m_sharesTitle = wrappedLabel(content);
    m_barBox = new QWidget(content);
    (new QVBoxLayout(m_barBox))->setContentsMargins(0, 0, 0, 0);
    m_barBox->layout()->setSpacing(0);
    m_numbers = wrappedLabel(content);
    m_numbers->setObjectName(QStringLiteral("attentionNumbers"));
    m_numbers->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_beside = wrappedLabel(content);
    m_beside->setObjectName(QStringLiteral("attentionBeside"));
    auto* caveat = wrappedLabel(content);
    caveat->setForegroundRole(QPalette::PlaceholderText);
    caveat->setText(tr("Attention says where the model looked, not why it chose the word."));

    auto* choices = new QGridLayout;
    choices->setHorizontalSpacing(8);
    choices->setVerticalSpacing(4);
    makeChoices(choices);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_colorBar);
    layout->addWidget(m_heatMapNote);
    layout->addWidget(m_sharesTitle);
    layout->addWidget(m_barBox);
    layout->addWidget(m_numbers);
    layout->addWidget(m_beside);
    layout->addLayout(choices);
    layout->addWidget(new OcclusionCheck(m_controller, content));
    layout->addWidget(caveat);
    layout->addStretch();
    return content;
}

void AttentionPanel::makeChoices(QGridLayout* grid) {
    const auto addChoice = [grid](const QString& name, const QString& objectName, int row, int column) {
        auto* label = new QLabel(name);
        auto* box = new QComboBox;
        label->setBuddy(box);
        box->setObjectName(objectName);
        box->setAccessibleName(QString(name).remove(QLatin1Char('&')));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
        grid->addWidget(label, row, 2 * column);
        grid->addWidget(box, row, 2 * column + 1);
        grid->setColumnStretch(2 * column + 1, 1);
        return box;
    };
    m_layer = addChoice(tr("Layer"), QStringLiteral("layerChoice"), 0, 0);
    m_head = addChoice(tr("Head"), QStringLiteral("headChoice"), 0, 1);
    m_scale = addChoice(tr("Scale"), QStringLiteral("scaleChoice"), 1, 0);
    m_colors = addChoice(tr("Colours"), QStringLiteral("colorMapChoice"), 1, 1);
    m_scale->addItem(tr("Each frame"), static_cast<int>(HeatMapScale::PerFrame));
    m_scale->addItem(tr("Whole story"), static_cast<int>(HeatMapScale::PerStory));
    for (const ColorMap map : {ColorMap::Cividis, ColorMap::Viridis, ColorMap::Magma}) {
        m_colors->addItem(colorMapName(map), static_cast<int>(map));
    }
    for (QComboBox* box : {m_layer, m_head, m_scale, m_colors}) {
        connect(box, &QComboBox::activated, this, &AttentionPanel::applyChoices);
    }
    fillLayersAndHeads();
}

void AttentionPanel::showEmpty() {
    m_controller->setStory(nullptr);
    m_pages->showEmpty(tr("When a story is told, this says what each word looked at."));
}

void AttentionPanel::showWorking() {
    m_controller->setStory(nullptr);
    m_pages->showWorking(tr("Waiting for the first words…"));
}

void AttentionPanel::showFailed(const QString&) {
    m_controller->setStory(nullptr);
    m_pages->showFailed(tr("There is no attention to show, because no story was told."));
}

void AttentionPanel::showStory(const ToldStoryPtr& story) {
    m_controller->setStory(story);
    fillLayersAndHeads();
    if (story->isComplete && story->result.attention.empty()) {
        m_pages->showEmpty(tr("This model has no attention: nothing in it says which frames a word came from."));
    } else {
        m_pages->showReady();
    }
}

void AttentionPanel::showCaption(int, const ToldCaption&) {}

void AttentionPanel::fillLayersAndHeads() {
    const auto fill = [](QComboBox* box, int count) {
        for (int index = 0; index < count; ++index) {
            box->addItem(QString::number(index + 1), index);
        }
        box->setEnabled(count > 0);
        box->setToolTip(count > 0 ? QString() : tr("The model gives one attention only"));
    };
    const QSignalBlocker layerBlocker(m_layer);
    const QSignalBlocker headBlocker(m_head);
    const LayerAndHead chosen = m_controller->options().place;
    m_layer->clear();
    fill(m_layer, m_controller->layerCount());
    const int last = m_layer->count() - 1;
    if (m_controller->offersRollOut()) {
        m_layer->addItem(tr("Roll-out"), Attention::rolledOut);
        m_layer->setItemData(m_layer->count() - 1,
                             tr("What all layers together let through from the picture to the word"), Qt::ToolTipRole);
    }
    const int layer = m_layer->findData(chosen.layer);
    m_layer->setCurrentIndex(layer >= 0 ? layer : last);
    m_head->clear();
    m_head->addItem(tr("Mean"), Attention::averaged);
    fill(m_head, m_controller->headCount());
    m_head->setCurrentIndex(std::max(0, m_head->findData(chosen.head)));
    enableHeads();
}

/// Roll-out is of all heads.
void AttentionPanel::enableHeads() {
    const bool isRolledOut = m_layer->currentData() == Attention::rolledOut;
    m_head->setEnabled(!isRolledOut && m_head->count() > 1);
    if (isRolledOut) {
        m_head->setCurrentIndex(0);
    }
}

void AttentionPanel::applyChoices() {
    AttentionOptions options = m_controller->options();
    enableHeads();
    const int layer = m_layer->currentData().toInt();
    const bool isLastLayer = m_layer->count() == 0 || layer == m_controller->layerCount() - 1;
    options.place.layer = isLastLayer ? Attention::averaged : layer;
    options.place.head = m_head->currentData().toInt();
    options.scale = static_cast<HeatMapScale>(m_scale->currentData().toInt());
    options.colorMap = static_cast<ColorMap>(m_colors->currentData().toInt());
    m_controller->setOptions(options);
}

void AttentionPanel::refresh() {
    const AttentionOptions& options = m_controller->options();
    m_scale->setCurrentIndex(m_scale->findData(static_cast<int>(options.scale)));
    m_colors->setCurrentIndex(m_colors->findData(static_cast<int>(options.colorMap)));
    refreshHeatMap();
    refreshNumbers();
}

void AttentionPanel::refreshHeatMap() {
    const auto& word = m_controller->word();
    const auto position = m_controller->position();
    m_colorBar->setVisible(word && position && m_controller->options().isHeatMapOn);
    m_heatMapNote->setVisible(word.has_value());
    if (!word) {
        const AttentionStudy& study = *m_controller->study();
        if (m_controller->options().place.layer == Attention::rolledOut && !study.problem().isEmpty()) {
            m_title->setText(study.problem());
        } else if (study.isRollingOut()) {
            m_title->setText(tr("Following attention through all layers…"));
        } else {
            m_title->setText(
                tr("Point at a word of a caption to see what it looked at; click to keep it, Esc to let go."));
        }
        return;
    }
    m_title->setText(tr("“%1”, written with probability %2").arg(word->word, shareText(word->probability)));
    if (word->record->gridRows * word->record->gridColumns < 2) {
        m_colorBar->hide();
        m_heatMapNote->setText(tr("This model looks at whole frames, so there is no heat map inside them."));
    } else if (!m_controller->options().isHeatMapOn) {
        m_heatMapNote->setText(tr("The heat map is switched off."));
    } else if (!position) {
        m_heatMapNote->setText(tr("The shown frame is not one of the story's frames, so it has no heat map."));
    } else {
        m_colorBar->setRange(m_controller->options().colorMap,
                             static_cast<double>(m_controller->scaleMaximum(*position)));
        const FrameOverlay overlay = m_controller->overlayFor(*position);
        m_heatMapNote->setVisible(!overlay.coversWhole());
        m_heatMapNote->setText(tr("The model did not see the hatched part of the frame."));
    }
}

void AttentionPanel::makeBars(int count) {
    while (static_cast<int>(m_bars.size()) > count) {
        delete m_bars.back();
        m_bars.pop_back();
    }
    while (static_cast<int>(m_bars.size()) < count) {
        m_bars.push_back(new ValueBar(m_barBox));
        m_barBox->layout()->addWidget(m_bars.back());
    }
}

void AttentionPanel::refreshNumbers() {
    const FrameShares& shares = m_controller->frameShares();
    m_sharesTitle->setText(m_controller->sharesTitle());
    m_sharesTitle->setVisible(!shares.empty());
    makeBars(static_cast<int>(shares.size()));
    for (std::size_t position = 0; position < shares.size(); ++position) {
        const auto number = static_cast<int>(position) + 1;
        const double share = static_cast<double>(shares[position].value_or(0));
        m_bars[position]->setVisible(shares[position].has_value());
        m_bars[position]->setNameWidth(fontMetrics().horizontalAdvance(circledNumber(8)));
        m_bars[position]->setValue(circledNumber(number), share,
                                   tr("Frame %1: share %2").arg(number).arg(shareText(share)));
    }
    const auto& word = m_controller->word();
    const bool isOfOneFrame = word && word->record->frames.size() == 1;
    m_barBox->setVisible(!shares.empty() && !isOfOneFrame);
    m_sharesTitle->setVisible(!shares.empty() && !isOfOneFrame);
    m_beside->setText(besideText());
    m_beside->setVisible(!m_beside->text().isEmpty());
    m_numbers->setVisible(word.has_value());
    if (!word) {
        return;
    }
    const QString focus =
        tr("Entropy %1 of at most %2 bits: %3.")
            .arg(digits(word->entropyBits, 2), digits(word->maximumEntropyBits, 2),
                 word->entropyBits < 0.5 * word->maximumEntropyBits ? tr("focused") : tr("spread out"));
    const auto strongest = std::ranges::max_element(shares) - shares.begin();
    const bool isOfClip = !word->record->otherShares.empty();
    m_numbers->setText(
        isOfClip ? focus
        : isOfOneFrame
            ? tr("This model sees each frame by itself. %1").arg(focus)
            : tr("Looked most at frame %1 (%2). %3")
                  .arg(strongest + 1)
                  .arg(shareText(static_cast<double>(shares[static_cast<std::size_t>(strongest)].value_or(0))), focus));
}

/// What of a word's attention is not in the map.
QString AttentionPanel::besideText() const {
    const auto& word = m_controller->word();
    if (!word || word->record->classShares.empty()) {
        return {};
    }
    const QString toClass = shareText(word->classShare);
    if (!word->record->otherShares.empty()) {
        return tr("Not in the map: %1 of its attention went to the video's pictures before and after this frame, %2 to "
                  "the class token, which is no place in a picture, and %3 to the words before it.")
            .arg(shareText(word->otherShare), toClass, shareText(word->textShare));
    }
    return word->record->textShares.empty()
               ? tr("Not in the map: %1 of its attention went to the class token, which is no place in the picture.")
                     .arg(toClass)
               : tr("Not in the map: %1 of its attention went to class tokens, which are no places in a picture, and "
                    "%2 "
                    "to the words before it.")
                     .arg(toClass, shareText(word->textShare));
}

} // namespace storyscope::ui
