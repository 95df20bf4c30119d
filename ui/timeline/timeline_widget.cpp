// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_widget.h"

#include "ui/common/icons.h"
#include "ui/timeline/height_grip.h"
#include "ui/timeline/story_notice.h"
#include "ui/timeline/timeline_view.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr int scrollBarHeight = 8;
constexpr int largestExtraHeight = 120;
constexpr double zoomStep = 2;
constexpr int scrollUnits = 16; ///< of the scroll bar per frame

/// Too low for the style's own arrows.
QString thinScrollBar() {
    return QStringLiteral("QScrollBar:horizontal { height: %1px; background: transparent; border: none; }"
                          "QScrollBar::handle:horizontal { background: palette(mid); border-radius: 3px;"
                          " min-width: 32px; margin: 1px 0; }"
                          "QScrollBar::handle:horizontal:hover { background: palette(shadow); }"
                          "QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal { width: 0; }")
        .arg(scrollBarHeight);
}

} // namespace

TimelineWidget::TimelineWidget(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("timelineWidget"));
    m_view = new TimelineView(this);
    m_notice = new StoryNotice(this);
    m_notice->hide();
    m_scroll = new QScrollBar(Qt::Horizontal, this);
    m_scroll->setObjectName(QStringLiteral("timelineScrollBar"));
    m_scroll->setAccessibleName(tr("Scroll the timeline"));
    m_scroll->setFixedHeight(scrollBarHeight);
    m_scroll->setStyleSheet(thinScrollBar());
    QSizePolicy keepsItsPlace = m_scroll->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_scroll->setSizePolicy(keepsItsPlace);
    auto* grip = new HeightGrip(this);
    auto* lanes = new QVBoxLayout;
    lanes->setSpacing(0);
    lanes->addWidget(m_view, 1);
    lanes->addWidget(m_scroll);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addLayout(lanes, 1);
    row->addLayout(makeButtons());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice); // above, so that the markers stay under the mouse when it appears
    layout->addWidget(grip);
    layout->addLayout(row, 1);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    connect(grip, &HeightGrip::dragged, this, &TimelineWidget::resizeBy);
    connect(m_view, &TimelineView::frameChosen, this,
            [this](int frame) { m_view->isSliderDown() ? emit frameScrubbed(frame) : emit frameChosen(frame); });
    connect(m_view, &QAbstractSlider::sliderReleased, this, &TimelineWidget::scrubEnded);
    connect(m_view, &TimelineView::layoutChanged, this, &TimelineWidget::followLayout);
    connect(m_scroll, &QScrollBar::valueChanged, m_view,
            [this](int value) { m_view->scrollTo(static_cast<double>(value) / scrollUnits); });
    followLayout();
}

QVBoxLayout* TimelineWidget::makeButtons() {
    auto* column = new QVBoxLayout;
    column->setContentsMargins(2, 0, 2, 0);
    column->setSpacing(0);
    m_zoomIn = addButton(column, QStringLiteral("timelineZoomInButton"), QStringLiteral("zoom-in"),
                         tr("Zoom the timeline in (+)"));
    m_zoomOut = addButton(column, QStringLiteral("timelineZoomOutButton"), QStringLiteral("zoom-out"),
                          tr("Zoom the timeline out (−)"));
    m_fit = addButton(column, QStringLiteral("timelineFitButton"), QStringLiteral("zoom-fit"),
                      tr("Show the whole video on the timeline (0)"));
    column->addStretch(1);
    connect(m_zoomIn, &QToolButton::clicked, this, [this] { m_view->zoom(zoomStep); });
    connect(m_zoomOut, &QToolButton::clicked, this, [this] { m_view->zoom(1 / zoomStep); });
    connect(m_fit, &QToolButton::clicked, m_view, &TimelineView::fit);
    return column;
}

QToolButton* TimelineWidget::addButton(QVBoxLayout* column, const QString& name, const QString& iconName,
                                       const QString& text) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setIconSize({16, 16});
    button->setAutoRaise(true);
    button->setToolTip(text);
    button->setAccessibleName(text);
    column->addWidget(button);
    return button;
}

void TimelineWidget::setFrameCount(int count) {
    TimelineContents contents;
    contents.frameCount = count;
    m_view->setContents(contents);
}

void TimelineWidget::setValue(int frame) {
    m_view->setValue(frame);
}

int TimelineWidget::value() const {
    return m_view->value();
}

void TimelineWidget::followLayout() {
    const TimelineLayout& frames = m_view->frameLayout();
    m_zoomIn->setEnabled(frames.frameCount() > 0 && frames.canZoomIn());
    m_zoomOut->setEnabled(frames.isZoomed());
    m_fit->setEnabled(frames.isZoomed());
    m_scroll->setVisible(frames.isZoomed());
    const auto units = [](double count) { return static_cast<int>(std::min(count * scrollUnits, 2e9)); };
    const QSignalBlocker blocker(m_scroll);
    m_scroll->setRange(0, units(frames.frameCount() - frames.visibleFrames()));
    m_scroll->setPageStep(std::max(1, units(frames.visibleFrames())));
    m_scroll->setSingleStep(std::max(1, units(frames.visibleFrames() / 10)));
    m_scroll->setValue(units(frames.scrollPosition()));
}

void TimelineWidget::resizeBy(int pixels) {
    const int lowest = m_view->minimumSizeHint().height();
    const int height = std::clamp(m_view->height() + pixels, lowest, m_view->sizeHint().height() + largestExtraHeight);
    m_view->setFixedHeight(height);
}

} // namespace storyscope::ui
