// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/dataset_counter.h"
#include "ui/jobs/dataset_opener.h"
#include "ui/jobs/story_search.h"
#include "ui/library/story_list_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace storyscope::ui {

class DatasetIssuesView;
class ElidedLabel;
class StatePages;
class StoryListView;

/// One data set in the library: its splits, a search, its stories as cards, and what is wrong with it. GUI thread.
class DatasetPage : public QWidget {
    Q_OBJECT
public:
    explicit DatasetPage(QWidget* parent = nullptr);

    void setDataset(const OpenDatasetPtr& dataset);
    const OpenDatasetPtr& dataset() const { return m_dataset; }
    StoryListView* list() const { return m_list; }
    const StatePages* pages() const { return m_pages; }
    void focusSearch();

signals:
    void backRequested();
    /// Position in the data set.
    void storyChosen(std::size_t story);
    /// A person knows where the missing pictures are.
    void pictureFolderRequested();

protected:
    /// From the search to the stories by key.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeHeader(QVBoxLayout* layout);
    QWidget* makePicturesNotice();
    void makeFilters(QVBoxLayout* layout);
    void makeFoot(QVBoxLayout* layout);
    void fillSplits();
    void search();
    void addFound(const std::vector<std::size_t>& stories);
    void searchEnded();
    void showCount();
    void showIssues();
    std::vector<std::size_t> storiesOfSplit() const;

    OpenDatasetPtr m_dataset;
    StoryListModel m_model;
    StorySearch m_search;
    DatasetCounter m_counter;
    bool m_isFresh = false;     ///< nothing of the running search is in the list yet
    std::size_t m_searched = 0; ///< stories that are searched
    ElidedLabel* m_name = nullptr;
    ElidedLabel* m_kind = nullptr;
    ElidedLabel* m_counts = nullptr; ///< of frames and captions
    QWidget* m_picturesNotice = nullptr;
    QLabel* m_picturesText = nullptr;
    QLineEdit* m_text = nullptr;
    QComboBox* m_split = nullptr;
    StoryListView* m_list = nullptr;
    StatePages* m_pages = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_issuesButton = nullptr;
    DatasetIssuesView* m_issues = nullptr;
};

} // namespace storyscope::ui
