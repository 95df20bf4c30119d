// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QMimeData;
class QWidget;

namespace storyscope::ui {

/// Lets files be dropped anywhere on a window and shows a frame around it while they are dragged over it.
class DropTarget : public QObject {
    Q_OBJECT
public:
    /// Belongs to the window.
    explicit DropTarget(QWidget* window);

    bool isHighlighted() const;
    /// The local files of a drag; empty if there are none.
    static QStringList localFiles(const QMimeData* data);

signals:
    void dropped(const QStringList& paths);
    /// Something without local files was dropped.
    void refused();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setHighlighted(bool isHighlighted);

    QWidget* m_window;
    QWidget* m_highlight;
};

} // namespace storyscope::ui
