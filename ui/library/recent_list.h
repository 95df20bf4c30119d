// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace storyscope::ui {

class RecentFiles;

/// The recent files as a list; a click or Enter opens one.
class RecentList : public QListWidget {
    Q_OBJECT
public:
    /// The files must outlive the list.
    explicit RecentList(const RecentFiles* files, QWidget* parent = nullptr);

    /// As high as its entries, five at most.
    QSize sizeHint() const override;

signals:
    void openRequested(const QStringList& paths);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void open(const QListWidgetItem* item);
    void fill();

    const RecentFiles* m_files;
};

} // namespace storyscope::ui
