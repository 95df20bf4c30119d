// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace storyscope::ui {

class StoryListModel;
struct StoryCard;

/// Draws a story as a card: its id, its first pictures side by side, and how it begins. All cards are of one height.
class StoryCardDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int stripHeight = 48; ///< of the pictures

    /// The model must outlive the delegate.
    explicit StoryCardDelegate(const StoryListModel* model, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintTitle(QPainter* painter, const QRect& line, const StoryCard& card) const;
    void paintStrip(QPainter* painter, const QRect& strip, const StoryCard& card) const;
    void paintText(QPainter* painter, const QRect& box, const QString& text) const;

    const StoryListModel* m_model;
};

} // namespace storyscope::ui
