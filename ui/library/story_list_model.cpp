// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/story_list_model.h"

#include <QMimeData>
#include <algorithm>
#include <utility>

namespace storyscope::ui {

StoryListModel::StoryListModel(QObject* parent) : QAbstractListModel(parent), m_cards(cacheKibibytes) {
    connect(&m_reader, &DatasetCards::cardRead, this, &StoryListModel::keep);
}

void StoryListModel::setDataset(const std::shared_ptr<const datasets::StoryDataset>& dataset) {
    setStories({});
    m_reader.setDataset(dataset);
    m_cards.clear();
}

void StoryListModel::setStories(std::vector<std::size_t> stories) {
    beginResetModel();
    m_stories = std::move(stories);
    m_rows.clear();
    m_rows.reserve(static_cast<qsizetype>(m_stories.size()));
    for (std::size_t row = 0; row < m_stories.size(); ++row) {
        m_rows.insert(m_stories[row], static_cast<int>(row));
    }
    endResetModel();
}

void StoryListModel::appendStories(const std::vector<std::size_t>& stories) {
    if (stories.empty()) {
        return;
    }
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(stories.size()) - 1);
    for (const std::size_t story : stories) {
        m_rows.insert(story, static_cast<int>(m_stories.size()));
        m_stories.push_back(story);
    }
    endInsertRows();
}

bool StoryListModel::isRead(std::size_t story) const {
    const StoryCard* card = m_cards.object(story);
    return card != nullptr && (!card->pictures.empty() || card->frameCount == 0);
}

void StoryListModel::look(int firstRow, int lastRow) {
    const int pageRows = lastRow - firstRow + 1;
    std::vector<std::size_t> missing;
    for (int row = std::max(0, firstRow); row < std::min(rowCount(), lastRow + 1 + pageRows); ++row) {
        if (!isRead(storyAt(row))) {
            missing.push_back(storyAt(row));
        }
    }
    m_reader.request(missing);
}

const StoryCard* StoryListModel::cardAt(int row) const {
    return m_cards.object(storyAt(row));
}

void StoryListModel::keep(const StoryCard& card) {
    qsizetype bytes = 1024;
    for (const QImage& picture : card.pictures) {
        bytes += picture.sizeInBytes();
    }
    m_cards.insert(card.story, new StoryCard(card), static_cast<int>(bytes / 1024));
    if (const auto row = m_rows.constFind(card.story); row != m_rows.constEnd()) {
        emit dataChanged(index(*row), index(*row));
    }
}

int StoryListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_stories.size());
}

QVariant StoryListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const StoryCard* card = cardAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return card == nullptr            ? tr("Story %1").arg(storyAt(index.row()) + 1)
               : !card->problem.isEmpty() ? card->problem
                                          : card->id;
    case Qt::AccessibleTextRole:
        return card == nullptr ? data(index, Qt::DisplayRole)
                               : tr("Story %1, %n picture(s): %2", nullptr, card->frameCount)
                                     .arg(card->id, card->problem.isEmpty() ? card->text : card->problem);
    case Qt::ToolTipRole:
        return card == nullptr ? QString() : card->problem.isEmpty() ? card->text : card->problem;
    default:
        return {};
    }
}

Qt::ItemFlags StoryListModel::flags(const QModelIndex& index) const {
    return QAbstractListModel::flags(index) | (index.isValid() ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QStringList StoryListModel::mimeTypes() const {
    return {QLatin1String(mimeType)};
}

QMimeData* StoryListModel::mimeData(const QModelIndexList& indexes) const {
    auto* data = new QMimeData;
    if (!indexes.isEmpty()) {
        data->setData(QLatin1String(mimeType), QByteArray::number(quint64{storyAt(indexes.front().row())}));
    }
    return data;
}

} // namespace storyscope::ui
