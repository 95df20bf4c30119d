// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QTimer>

namespace storyscope::ui {

class StoryListModel;

/// Story cards below each other. Tells the model which ones are seen; a double click, Enter or a drag takes one out.
class StoryListView : public QListView {
    Q_OBJECT
public:
    /// The model must outlive the view.
    explicit StoryListView(StoryListModel* model, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {280, 320}; }

signals:
    /// Position in the data set.
    void storyChosen(std::size_t story);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    void choose(const QModelIndex& index);
    void lookAtVisible();

    StoryListModel* m_stories;
    QTimer m_look; ///< gathers what happens while scrolling
};

} // namespace storyscope::ui
