// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "ui/library/media_issues_model.h"

#include <QTimer>
#include <QWidget>
#include <memory>

class QTreeView;

namespace storyscope::ui {

class StatePages;

/// Lists what is wrong with the open media; Enter or a double click shows the place.
class MediaIssuesPanel : public QWidget {
    Q_OBJECT
public:
    explicit MediaIssuesPanel(QWidget* parent = nullptr);

    const MediaIssuesModel* model() const { return &m_model; }
    QSize sizeHint() const override { return {480, 96}; }

public slots:
    /// Null: nothing is open.
    void setSource(const std::shared_ptr<storyscope::media::MediaSource>& source);
    /// The media may have found more that is wrong. Cheap; call it as often as that happens.
    void refreshSoon();
    /// Nothing could be opened; ignored while something is.
    void showFailed(const QString& text);

signals:
    void jumpRequested(int frameNumber);

private:
    void refresh();
    void activate(const QModelIndex& index);

    std::shared_ptr<media::MediaSource> m_source;
    MediaIssuesModel m_model;
    QTimer m_refresh;
    QTreeView* m_list = nullptr;
    StatePages* m_pages = nullptr;
};

} // namespace storyscope::ui
