// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/dataset_page.h"

#include "ui/common/elided_label.h"
#include "ui/common/icons.h"
#include "ui/common/state_pages.h"
#include "ui/common/text.h"
#include "ui/library/dataset_issues_view.h"
#include "ui/library/story_list_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <concepts>
#include <numeric>

namespace storyscope::ui {

namespace {

template <std::integral Count>
QString number(Count value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

} // namespace

DatasetPage::DatasetPage(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("datasetPage"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(4);
    makeHeader(layout);
    makeFilters(layout);
    m_list = new StoryListView(&m_model);
    m_pages = new StatePages(m_list);
    layout->addWidget(m_pages, 1);
    makeFoot(layout);
    connect(m_list, &StoryListView::storyChosen, this, &DatasetPage::storyChosen);
    connect(&m_search, &StorySearch::found, this, &DatasetPage::addFound);
    connect(&m_search, &StorySearch::finished, this, &DatasetPage::searchEnded);
    connect(&m_counter, &DatasetCounter::counted, this, [this](const datasets::DatasetCounts& counts) {
        m_counts->setFullText(tr("%1 frames · %2 captions").arg(number(counts.frames), number(counts.captions)));
    });
    connect(&m_counter, &Job::failed, this, [this](const JobError& error) { m_counts->setFullText(error.message); });
    connect(&m_search, &Job::progressed, this, [this](const JobProgress& progress) {
        m_count->setText(
            tr("Searching… %1 of %2").arg(number(static_cast<std::size_t>(progress.done)), number(m_searched)));
    });
}

void DatasetPage::makeHeader(QVBoxLayout* layout) {
    auto* back = new QToolButton;
    back->setObjectName(QStringLiteral("libraryBack"));
    back->setAutoRaise(true);
    back->setArrowType(Qt::LeftArrow);
    back->setToolTip(tr("Back to what was opened before"));
    back->setAccessibleName(back->toolTip());
    connect(back, &QToolButton::clicked, this, &DatasetPage::backRequested);
    m_name = new ElidedLabel;
    m_name->setObjectName(QStringLiteral("datasetName"));
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_kind = new ElidedLabel;
    m_counts = new ElidedLabel;
    m_counts->setObjectName(QStringLiteral("datasetCounts"));
    for (ElidedLabel* quiet : {m_kind, m_counts}) {
        quiet->setForegroundRole(QPalette::PlaceholderText);
    }
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_name);
    names->addWidget(m_kind);
    names->addWidget(m_counts);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(4, 0, 8, 0);
    line->setSpacing(4);
    line->addWidget(back, 0, Qt::AlignTop);
    line->addLayout(names, 1);
    layout->addLayout(line);
    layout->addWidget(makePicturesNotice());
}

QWidget* DatasetPage::makePicturesNotice() {
    m_picturesNotice = new QWidget;
    m_picturesNotice->setObjectName(QStringLiteral("picturesNotice"));
    m_picturesText = new QLabel;
    m_picturesText->setWordWrap(true);
    auto* button = new QPushButton(icon(QStringLiteral("folder")), tr("Pictures are in…"));
    button->setObjectName(QStringLiteral("pictureFolderButton"));
    button->setToolTip(tr("Say in which folder the data set's pictures are"));
    button->setAccessibleName(button->text());
    connect(button, &QPushButton::clicked, this, &DatasetPage::pictureFolderRequested);
    auto* layout = new QVBoxLayout(m_picturesNotice);
    layout->setContentsMargins(8, 0, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(m_picturesText);
    layout->addWidget(button, 0, Qt::AlignLeft);
    m_picturesNotice->hide();
    return m_picturesNotice;
}

void DatasetPage::makeFilters(QVBoxLayout* layout) {
    m_text = new QLineEdit;
    m_text->setObjectName(QStringLiteral("storySearch"));
    m_text->setPlaceholderText(tr("Search captions and ids"));
    m_text->setAccessibleName(m_text->placeholderText());
    m_text->setClearButtonEnabled(true);
    m_split = new QComboBox;
    m_split->setObjectName(QStringLiteral("splitChoice"));
    m_split->setAccessibleName(tr("Part of the data set"));
    m_split->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(8, 0, 8, 0);
    column->setSpacing(4);
    column->addWidget(m_text);
    column->addWidget(m_split);
    layout->addLayout(column);
    m_text->installEventFilter(this);
    connect(m_text, &QLineEdit::textChanged, this, &DatasetPage::search);
    connect(m_split, &QComboBox::currentIndexChanged, this, &DatasetPage::search);
}

void DatasetPage::makeFoot(QVBoxLayout* layout) {
    m_count = new QLabel;
    m_count->setObjectName(QStringLiteral("storyCount"));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_issuesButton = new QToolButton;
    m_issuesButton->setObjectName(QStringLiteral("datasetIssuesButton"));
    m_issuesButton->setAutoRaise(true);
    m_issuesButton->setCheckable(true);
    m_issuesButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_issuesButton->setToolTip(tr("Show or hide what is wrong with the data set"));
    m_issuesButton->setAccessibleName(m_issuesButton->toolTip());
    m_issues = new DatasetIssuesView;
    m_issues->setMaximumHeight(180);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(8, 0, 4, 0);
    line->addWidget(m_count, 1);
    line->addWidget(m_issuesButton);
    layout->addLayout(line);
    layout->addWidget(m_issues);
    m_issues->hide();
    connect(m_issuesButton, &QToolButton::toggled, m_issues, &QWidget::setVisible);
    connect(m_issues, &DatasetIssuesView::storyNamed, this, [this](const QString& id) {
        m_split->setCurrentIndex(0);
        m_text->setText(id);
    });
}

void DatasetPage::setDataset(const OpenDatasetPtr& dataset) {
    m_dataset = dataset;
    m_search.setDataset(dataset->dataset);
    m_model.setDataset(dataset->dataset);
    m_name->setFullText(dataset->name, Qt::ElideMiddle);
    m_kind->setFullText(tr("%1 · %2 stories").arg(dataset->format, number(dataset->dataset->size())));
    m_kind->setToolTip(dataset->specification);
    m_counts->setFullText(tr("Counting…"));
    m_counter.count(dataset->dataset);
    m_picturesText->setText(dataset->pictureFolder.isEmpty()
                                ? tr("The pictures are not where the data set has them.")
                                : tr("The pictures are not in %1.").arg(dataset->pictureFolder));
    m_picturesNotice->setVisible(dataset->lacksPictures);
    {
        const QSignalBlocker blocker(m_text);
        m_text->clear();
    }
    fillSplits();
    showIssues();
    search();
}

void DatasetPage::focusSearch() {
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

bool DatasetPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::KeyPress && m_model.rowCount() > 0) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            if (!m_list->currentIndex().isValid()) {
                m_list->setCurrentIndex(m_model.index(0));
            }
            m_list->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DatasetPage::fillSplits() {
    const QSignalBlocker blocker(m_split);
    m_split->clear();
    m_split->addItem(tr("All stories (%1)").arg(number(m_dataset->dataset->size())));
    for (const datasets::Split& split : m_dataset->splits) {
        m_split->addItem(
            tr("%1 (%2)", "split, number of stories").arg(toText(split.name), number(split.stories.size())));
    }
    m_split->setVisible(!m_dataset->splits.empty());
}

std::vector<std::size_t> DatasetPage::storiesOfSplit() const {
    const int index = m_split->currentIndex();
    if (index > 0) {
        return m_dataset->splits[static_cast<std::size_t>(index - 1)].stories;
    }
    std::vector<std::size_t> all(m_dataset->dataset->size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

void DatasetPage::search() {
    if (!m_dataset) {
        return;
    }
    std::vector<std::size_t> stories = storiesOfSplit();
    m_searched = stories.size();
    if (m_text->text().trimmed().isEmpty()) {
        m_search.stop();
        m_isFresh = false;
        m_model.setStories(std::move(stories));
        searchEnded();
        return;
    }
    m_isFresh = true;
    m_search.search(m_text->text(), stories);
}

void DatasetPage::addFound(const std::vector<std::size_t>& stories) {
    if (m_isFresh) {
        m_isFresh = false;
        m_model.setStories(stories);
    } else {
        m_model.appendStories(stories);
    }
    m_pages->showReady();
}

void DatasetPage::searchEnded() {
    if (m_model.rowCount() > 0) {
        m_pages->showReady();
    } else if (m_searched == 0) {
        m_pages->showEmpty(tr("There are no stories here."));
    } else {
        m_pages->showEmpty(tr("No story has all of these words. Search for fewer, or in all stories."));
    }
    showCount();
}

void DatasetPage::showCount() {
    const auto shown = static_cast<std::size_t>(m_model.rowCount());
    m_count->setText(shown == m_searched ? tr("%Ln story(s)", nullptr, static_cast<int>(shown))
                                         : tr("%1 of %2 stories").arg(number(shown), number(m_searched)));
}

void DatasetPage::showIssues() {
    std::size_t count = 0;
    bool isSerious = false;
    for (const IssueGroup& group : m_dataset->issues) {
        count += group.count;
        isSerious = isSerious || group.severity != Issue::Severity::Note;
    }
    m_issues->show(m_dataset->issues);
    m_issuesButton->setText(tr("%n issue(s)", nullptr, static_cast<int>(count)));
    m_issuesButton->setAccessibleName(m_issuesButton->text());
    m_issuesButton->setIcon(isSerious ? icon(QStringLiteral("warning")) : QIcon());
    m_issuesButton->setVisible(count > 0);
    m_issuesButton->setChecked(false);
}

} // namespace storyscope::ui
