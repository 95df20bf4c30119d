// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <Qt>

class QDockWidget;
class QMainWindow;
class QSettings;
class QSplitter;
class QString;
class QToolBar;
class QWidget;

namespace storyscope::ui {

/// Puts a panel into a dock of the window, hidden at first.
QDockWidget* addPanel(QMainWindow* window, Qt::DockWidgetArea area, QWidget* panel, const QString& title);

/// Where the panels are, kept from one session to the next. On the start page there are none, so that a new person
/// sees one thing only; the first thing opened brings them. GUI thread.
class WindowLayout {
public:
    struct Parts {
        QMainWindow* window;
        QToolBar* toolBar;
        QSplitter* centre;
        QList<QDockWidget*> right; ///< story, prediction, attention
        QDockWidget* reference;    ///< in the same place as the story; shown for stories that have one
        QDockWidget* left;
        QDockWidget* bottom;
    };

    /// Everything must outlive the layout.
    WindowLayout(const Parts& parts, QSettings* settings) : m_parts(parts), m_settings(settings) {}

    void restoreGeometry();
    /// Brings the panels as they were left, or as a new person gets them. Only the first call does something.
    void showPanels();
    void save() const;

private:
    void showDefault();

    Parts m_parts;
    QSettings* m_settings;
    bool m_isShown = false;
};

} // namespace storyscope::ui
