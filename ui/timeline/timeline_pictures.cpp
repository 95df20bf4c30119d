// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_pictures.h"

#include "ui/common/text.h"
#include "ui/timeline/hover_preview.h"
#include "ui/timeline/timeline_view.h"

#include <QLocale>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr int restMs = 60;
constexpr QSize previewSize(240, 135);

} // namespace

TimelinePictures::TimelinePictures(TimelineView* view, QObject* parent) : QObject(parent), m_view(view) {
    m_cellsWanted.setSingleShot(true);
    m_cellsWanted.setInterval(restMs);
    connect(&m_cellsWanted, &QTimer::timeout, this, &TimelinePictures::requestCells);
    connect(view, &TimelineView::layoutChanged, &m_cellsWanted, qOverload<>(&QTimer::start));
    connect(view, &TimelineView::hovered, this, &TimelinePictures::hover);
    connect(&m_thumbnails, &ThumbnailJob::thumbnailReady, this, [this](int frame) {
        m_view->picturesChanged();
        if (frame == m_hovered) {
            showPreview();
        }
    });
    connect(&m_thumbnails, &ThumbnailJob::thumbnailFailed, this, &TimelinePictures::damageFound);
    connect(&m_thumbnails, &Job::busyChanged, this, [this](bool isBusy) {
        if (!isBusy) {
            findShotsOnce();
        }
    });
    connect(&m_shots, &ShotJob::shotsFound, this, &TimelinePictures::shotsChanged);
}

void TimelinePictures::setSource(const std::shared_ptr<media::MediaSource>& source) {
    hover(-1);
    m_shots.stop();
    m_isLookingForShots = false;
    m_source = source;
    m_search = source ? std::make_shared<ShotSearch>(source) : nullptr;
    m_thumbnails.setSource(source);
    emit shotsChanged({});
    const bool hasSize = source && source->width() > 0 && source->height() > 0;
    const double aspect = hasSize ? static_cast<double>(source->width()) / source->height() : 16.0 / 9;
    m_view->setPictures(source ? &m_thumbnails.cache() : nullptr, aspect);
}

void TimelinePictures::requestCells() {
    if (!m_source || !m_view->isVisible()) {
        return;
    }
    m_thumbnails.requestCells(coarseToFine(m_view->missingCells()));
}

void TimelinePictures::findShotsOnce() {
    const bool isWanted = m_source && m_source->kind() == media::MediaSource::Kind::Video && m_source->isComplete() &&
                          m_source->frameCount() <= ShotJob::mostFrames;
    if (isWanted && !std::exchange(m_isLookingForShots, true)) {
        m_shots.find(m_search);
    }
}

void TimelinePictures::hover(int frame) {
    m_hovered = frame;
    if (frame >= 0 && m_source) {
        showPreview();
        m_thumbnails.requestFrame(frame);
    } else if (m_preview != nullptr) {
        m_preview->hide();
    }
}

void TimelinePictures::showPreview() {
    if (m_preview == nullptr) {
        m_preview = new HoverPreview(m_view->window());
    }
    HoverPreview::Shown shown;
    shown.picture = m_thumbnails.cache().find(m_hovered);
    shown.pictureSize = QSize(m_source->width(), m_source->height()).scaled(previewSize, Qt::KeepAspectRatio);
    shown.text = tr("Frame %1").arg(QLocale().toString(m_hovered));
    if (const auto seconds = m_source->timeSeconds(m_hovered)) {
        shown.text += QStringLiteral(" · ") + timeText(*seconds);
    }
    for (const media::DamagedRange& range : m_view->contents().damage) {
        if (m_hovered >= range.firstFrame && m_hovered <= range.lastFrame) {
            shown.text +=
                QLatin1Char('\n') + tr("The file is damaged here: %n frame(s) lost", nullptr, range.lostFrames);
            break;
        }
    }
    if (m_thumbnails.isBroken(m_hovered)) {
        shown.text += QLatin1Char('\n') + tr("This frame cannot be decoded");
    }
    const QPointF place(m_view->frameLayout().centreOf(m_hovered), 0);
    m_preview->showAt(m_view->mapTo(m_view->window(), place).toPoint(), shown);
}

} // namespace storyscope::ui
