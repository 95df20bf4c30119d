// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/window_layout.h"

#include <QAction>
#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QSettings>
#include <QSplitter>
#include <QToolBar>

namespace storyscope::ui {

namespace {

constexpr QLatin1String geometryKey("window/geometry");
constexpr QLatin1String layoutKey("window/layout");
constexpr QLatin1String splitterKey("window/splitter");
constexpr int layoutVersion = 2;
constexpr int roomyWidth = 1200; ///< from here on the library fits beside the rest
constexpr int roomyHeight = 840; ///< from here on three panels fit above each other

struct WindowLayoutText {
    Q_DECLARE_TR_FUNCTIONS(WindowLayout)
};

} // namespace

QDockWidget* addPanel(QMainWindow* window, Qt::DockWidgetArea area, QWidget* panel, const QString& title) {
    auto* dock = new QDockWidget(title, window);
    dock->setObjectName(panel->objectName() + QStringLiteral("Dock"));
    dock->setWidget(panel);
    QAction* toggle = dock->toggleViewAction();
    toggle->setObjectName(panel->objectName() + QStringLiteral("Toggle"));
    toggle->setStatusTip(WindowLayoutText::tr("Show or hide the panel “%1”").arg(title));
    window->addDockWidget(area, dock);
    dock->hide();
    return dock;
}

void WindowLayout::restoreGeometry() {
    m_parts.window->restoreGeometry(m_settings->value(geometryKey).toByteArray());
}

void WindowLayout::showPanels() {
    if (m_isShown) {
        return;
    }
    m_isShown = true;
    const bool isRunShown = m_parts.bottom->isVisible();
    const bool isDatasetShown = m_parts.left->isVisible();
    showDefault();
    m_parts.window->restoreState(m_settings->value(layoutKey).toByteArray(), layoutVersion);
    m_parts.centre->restoreState(m_settings->value(splitterKey).toByteArray());
    m_parts.bottom->setVisible(isRunShown || m_parts.bottom->isVisible());
    m_parts.left->setVisible(isDatasetShown || m_parts.left->isVisible());
}

void WindowLayout::showDefault() {
    QMainWindow* window = m_parts.window;
    m_parts.toolBar->show();
    m_parts.left->setVisible(m_parts.left->isVisible() || window->width() >= roomyWidth);
    for (QDockWidget* dock : m_parts.right) {
        dock->show();
    }
    window->tabifyDockWidget(m_parts.right[0], m_parts.reference);
    const int side = window->width() >= roomyWidth ? 340 : 280;
    window->resizeDocks(m_parts.right, {side, side, side}, Qt::Horizontal);
    window->resizeDocks({m_parts.left}, {200}, Qt::Horizontal);
    if (window->height() < roomyHeight) {
        window->tabifyDockWidget(m_parts.right[1], m_parts.right[2]);
        m_parts.right[1]->raise();
        window->resizeDocks(m_parts.right.mid(0, 2), {240, 420}, Qt::Vertical);
    } else {
        window->resizeDocks(m_parts.right, {190, 340, 270}, Qt::Vertical);
    }
}

void WindowLayout::save() const {
    m_settings->setValue(geometryKey, m_parts.window->saveGeometry());
    if (m_isShown) {
        m_settings->setValue(layoutKey, m_parts.window->saveState(layoutVersion));
        m_settings->setValue(splitterKey, m_parts.centre->saveState());
    }
}

} // namespace storyscope::ui
