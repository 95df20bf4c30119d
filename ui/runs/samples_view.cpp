// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/samples_view.h"

#include "ui/common/picture_image.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QScrollArea>
#include <QSlider>
#include <QStackedLayout>
#include <algorithm>

namespace storyscope::ui {
namespace {

constexpr int pictureSide = 96;
constexpr int cardWidth = 160;

QPixmap pixmapOf(const Picture& picture, qreal ratio) {
    if (picture.isEmpty())
        return {};
    QPixmap pixmap = QPixmap::fromImage(toImage(picture).scaled(QSize(pictureSide, pictureSide) * ratio,
                                                                Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

QLabel* wrappedLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* secondaryLabel(const QString& text, QWidget* parent) {
    QLabel* label = wrappedLabel(text, parent);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, themeColors(palette).secondary);
    label->setPalette(palette);
    return label;
}

/// A picture with lines of text below it.
QWidget* makeCard(const Picture& picture, const QList<QLabel*>& lines, QWidget* parent) {
    auto* card = new QWidget(parent);
    card->setFixedWidth(cardWidth);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* image = new QLabel(card);
    image->setFixedHeight(pictureSide);
    image->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    image->setPixmap(pixmapOf(picture, parent->devicePixelRatioF()));
    layout->addWidget(image);
    for (QLabel* line : lines)
        layout->addWidget(line);
    layout->addStretch(1);
    return card;
}

QString captionAt(const std::vector<std::string>& captions, std::size_t index) {
    return index < captions.size() ? toText(captions[index]) : QString();
}

} // namespace

SamplesView::SamplesView(QWidget* parent) : QWidget(parent) {
    m_pages = new QStackedLayout(this);
    m_empty = new QLabel(this);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(16);
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(makeControls());
    m_cards = new QScrollArea(page);
    m_cards->setWidgetResizable(true);
    m_cards->setFrameShape(QFrame::NoFrame);
    m_cards->setAccessibleName(tr("Sample story"));
    layout->addWidget(m_cards, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(page);
    connect(m_epoch, &QSlider::valueChanged, this, &SamplesView::showSample);
    connect(m_story, &QComboBox::currentIndexChanged, this, &SamplesView::showSample);
    setRun(nullptr);
}

QWidget* SamplesView::makeControls() {
    auto* controls = new QWidget(this);
    auto* layout = new QHBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* storyLabel = new QLabel(tr("S&tory:"), controls);
    m_story = new QComboBox(controls);
    m_story->setAccessibleName(tr("Sample story to show"));
    storyLabel->setBuddy(m_story);
    auto* epochLabel = new QLabel(tr("&Epoch:"), controls);
    m_epoch = new QSlider(Qt::Horizontal, controls);
    m_epoch->setAccessibleName(tr("Epoch the story was told after"));
    m_epoch->setPageStep(1);
    epochLabel->setBuddy(m_epoch);
    m_epochText = new QLabel(controls);
    layout->addWidget(storyLabel);
    layout->addWidget(m_story);
    layout->addSpacing(8);
    layout->addWidget(epochLabel);
    layout->addWidget(m_epoch, 1);
    layout->addWidget(m_epochText);
    return controls;
}

void SamplesView::setRun(const RunRecord* run) {
    m_run = run;
    m_seenSamples = 0;
    m_epochs.clear();
    if (!run || isActive(run->state))
        m_empty->setText(tr("After each epoch the model tells a few validation stories. They appear here, beside what "
                            "the data says."));
    else
        m_empty->setText(tr("Sample stories of this run are not kept. They are shown for runs of this session."));
    refresh();
}

void SamplesView::refresh() {
    const bool hasSamples = m_run && !m_run->samples.empty();
    m_pages->setCurrentIndex(hasSamples ? 1 : 0);
    if (!hasSamples || m_run->samples.size() == m_seenSamples)
        return;
    m_seenSamples = m_run->samples.size();
    fillControls();
    showSample();
}

void SamplesView::fillControls() {
    const QSignalBlocker epochBlocker(m_epoch);
    const QSignalBlocker storyBlocker(m_story);
    const bool wasAtEnd = m_epochs.empty() || m_epoch->value() == m_epoch->maximum();
    m_epochs.clear();
    int stories = 0;
    for (const training::SampleStory& sample : m_run->samples) {
        if (m_epochs.empty() || m_epochs.back() != sample.epoch)
            m_epochs.push_back(sample.epoch);
        stories =
            std::max(stories, static_cast<int>(std::count_if(m_run->samples.begin(), m_run->samples.end(),
                                                             [&](const auto& s) { return s.epoch == sample.epoch; })));
    }
    m_epoch->setRange(0, static_cast<int>(m_epochs.size()) - 1);
    if (wasAtEnd)
        m_epoch->setValue(m_epoch->maximum());
    for (int i = m_story->count(); i < stories; ++i)
        m_story->addItem(QLocale().toString(i + 1));
    while (m_story->count() > stories)
        m_story->removeItem(m_story->count() - 1);
}

const training::SampleStory* SamplesView::chosen() const {
    if (!m_run || m_epochs.empty())
        return nullptr;
    const int epoch = m_epochs[static_cast<std::size_t>(m_epoch->value())];
    int position = 0;
    for (const training::SampleStory& sample : m_run->samples)
        if (sample.epoch == epoch && position++ == m_story->currentIndex())
            return &sample;
    return nullptr;
}

void SamplesView::showSample() {
    const training::SampleStory* sample = chosen();
    if (!sample)
        return;
    m_epochText->setText(QLocale().toString(sample->epoch));
    auto* page = new QWidget(m_cards);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    for (std::size_t i = 0; i < sample->pictures.size(); ++i) {
        const QString number = circledNumber(static_cast<int>(i) + 1);
        QLabel* told = wrappedLabel(number + QLatin1Char(' ') + captionAt(sample->captions, i), page);
        QLabel* truth = secondaryLabel(tr("Data: %1").arg(captionAt(sample->truths, i)), page);
        row->addWidget(makeCard(sample->pictures[i], {told, truth}, page));
    }
    if (!sample->predictedNext.isEmpty())
        row->addWidget(makeCard(sample->predictedNext, {secondaryLabel(tr("Last frame, predicted"), page)}, page));
    row->addStretch(1);
    m_cards->setWidget(page);
}

} // namespace storyscope::ui
