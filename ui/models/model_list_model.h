// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QList>

namespace storyscope::ui {

class ModelStore;

/// The models page's list: the models that are here, then the published captioners that are not, each part below a
/// heading that cannot be chosen. GUI thread.
class ModelListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IsHeadingRole = Qt::UserRole,
        FolderRole,     ///< of a model that is here; else empty
        RepositoryRole, ///< of one that can be downloaded; else empty
        SecondLineRole,
        BadgeRole, ///< "Default", "40 %"
    };

    /// The store must outlive the model.
    explicit ModelListModel(ModelStore* store, QObject* parent = nullptr);

    /// The row of a folder or of a repository that can be downloaded; -1 if there is none.
    int rowOf(const QString& folderOrRepository) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        bool isHeading = false;
        QString name = {};
        QString secondLine = {};
        QString folder = {};
        QString repository = {};
        bool isDamaged = false;
    };
    void rebuild();
    void appendRows();
    void refreshBadges();
    QString badgeOf(const Row& row) const;

    ModelStore* m_store;
    QList<Row> m_rows;
};

} // namespace storyscope::ui
