// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_list_model.h"

#include "ui/common/icons.h"
#include "ui/common/text.h"
#include "ui/models/model_store.h"
#include "ui/models/model_texts.h"

#include <algorithm>

namespace storyscope::ui {

ModelListModel::ModelListModel(ModelStore* store, QObject* parent) : QAbstractListModel(parent), m_store(store) {
    connect(store, &ModelStore::modelsChanged, this, &ModelListModel::rebuild);
    connect(store, &ModelStore::defaultChanged, this, &ModelListModel::refreshBadges);
    connect(store, &ModelStore::downloadChanged, this, &ModelListModel::refreshBadges);
    rebuild();
}

void ModelListModel::rebuild() {
    beginResetModel();
    m_rows.clear();
    if (m_store->isListed()) {
        appendRows();
    }
    endResetModel();
}

void ModelListModel::appendRows() {
    const QString dot = QStringLiteral(" · ");
    m_rows.append({.isHeading = true, .name = tr("On this computer")});
    for (const inference::ShelfModel& model : m_store->models()) {
        const QString second =
            model.problem.empty() ? shortKindText(model) + dot + bytesText(model.info.sizeBytes) : tr("Damaged");
        m_rows.append({.name = toText(model.info.name),
                       .secondLine = second,
                       .folder = toText(model.info.path),
                       .isDamaged = !model.problem.empty()});
    }
    m_rows.append({.isHeading = true, .name = tr("Can be downloaded")});
    for (const hub::PublishedCaptioner& captioner : hub::publishedCaptioners()) {
        if (m_store->findPublished(captioner.repository) == nullptr) {
            m_rows.append({.name = toText(captioner.name),
                           .secondLine = shortKindText(captioner.architecture, captioner.pictures) + dot +
                                         bytesText(captioner.downloadBytes),
                           .repository = toText(captioner.repository)});
        }
    }
    if (m_rows.back().isHeading) {
        m_rows.removeLast();
    }
}

void ModelListModel::refreshBadges() {
    if (!m_rows.isEmpty()) {
        emit dataChanged(index(0), index(rowCount() - 1));
    }
}

QString ModelListModel::badgeOf(const Row& row) const {
    if (!row.folder.isEmpty()) {
        return row.folder == m_store->defaultFolder() ? tr("Default") : QString();
    }
    const ModelDownload& download = m_store->download();
    const bool isComing = download.state == ModelDownload::State::Running && download.repository == row.repository;
    if (!isComing || download.totalBytes <= 0) {
        return {};
    }
    return tr("%1 %").arg(100 * download.doneBytes / download.totalBytes);
}

int ModelListModel::rowOf(const QString& folderOrRepository) const {
    const auto found = std::ranges::find_if(m_rows, [&](const Row& row) {
        return !folderOrRepository.isEmpty() &&
               (row.folder == folderOrRepository || row.repository == folderOrRepository);
    });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ModelListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const {
    const Row& row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::AccessibleTextRole: {
        QStringList parts{row.name, row.secondLine, badgeOf(row)};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    case Qt::ToolTipRole:
        return row.folder.isEmpty() ? row.repository : row.folder;
    case Qt::DecorationRole:
        return row.isDamaged ? icon(QStringLiteral("warning")) : QVariant();
    case IsHeadingRole:
        return row.isHeading;
    case FolderRole:
        return row.folder;
    case RepositoryRole:
        return row.repository;
    case SecondLineRole:
        return row.secondLine;
    case BadgeRole:
        return badgeOf(row);
    default:
        return {};
    }
}

Qt::ItemFlags ModelListModel::flags(const QModelIndex& index) const {
    const bool isHeading = m_rows[index.row()].isHeading;
    return isHeading ? Qt::ItemFlags(Qt::ItemNeverHasChildren)
                     : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace storyscope::ui
