// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QMainWindow;

namespace storyscope::ui {

/// Every action of the window that is always there, but those that play: see PlayActions. Owned by the window.
class MainActions : public QObject {
    Q_OBJECT
public:
    explicit MainActions(QMainWindow* window);

    QAction* open;
    QAction* openFolder;
    QAction* openSample;
    QAction* exportJson;
    QAction* exportSrt;
    QAction* exportVtt;
    QAction* exportHtml;
    QAction* quit;
    QAction* clearWord;
    QAction* findStory; ///< only where a data set is open
    QAction* settings;
    QAction* models;
    QAction* tellStory;
    QAction* stopStory;
    QAction* heatMap;
    QAction* entityBoxes; ///< only where a data set has some
    QAction* train;
    QAction* stopTraining;
    QAction* shortcuts;
    QAction* about;

    QList<QAction*> exports() const { return {exportJson, exportSrt, exportVtt, exportHtml}; }

private:
    void makeFileActions(QMainWindow* window);
    void makeStoryActions(QMainWindow* window);
    void makeOtherActions(QMainWindow* window);
};

} // namespace storyscope::ui
