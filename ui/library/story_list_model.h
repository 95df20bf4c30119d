// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/dataset_cards.h"

#include <QAbstractListModel>
#include <QCache>
#include <QHash>
#include <memory>
#include <vector>

namespace storyscope::ui {

/// Some of a data set's stories as rows. What a row shows is read when it is looked at: see look(). GUI thread.
class StoryListModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr auto mimeType = "application/x-storyscope-story";
    static constexpr int cacheKibibytes = 48 << 10; ///< of cards with their pictures

    explicit StoryListModel(QObject* parent = nullptr);

    void setDataset(const std::shared_ptr<const datasets::StoryDataset>& dataset);
    void setStories(std::vector<std::size_t> stories);
    void appendStories(const std::vector<std::size_t>& stories);

    /// These rows are on the screen: they are read before all others, then one screenful after them.
    void look(int firstRow, int lastRow);
    /// Position in the data set.
    std::size_t storyAt(int row) const { return m_stories[static_cast<std::size_t>(row)]; }
    /// What is known of a row already, or null.
    const StoryCard* cardAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    void keep(const StoryCard& card);
    bool isRead(std::size_t story) const;

    DatasetCards m_reader;
    std::vector<std::size_t> m_stories; ///< per row
    QHash<quint64, int> m_rows;         ///< of the stories
    mutable QCache<quint64, StoryCard> m_cards;
};

} // namespace storyscope::ui
