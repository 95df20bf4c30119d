// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_dialog.h"

#include "ui/common/message_banner.h"
#include "ui/common/text.h"
#include "ui/main/job_status.h"
#include "ui/models/download_box.h"
#include "ui/models/model_details.h"
#include "ui/models/model_list_model.h"
#include "ui/models/model_row_delegate.h"
#include "ui/models/model_store.h"
#include "ui/models/model_texts.h"
#include "ui/training/wrapping_label.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr QSize preferredSize(960, 580);
constexpr int listWidth = 296;
constexpr int margin = 16;

/// Folder or repository of a row.
QString keyOf(const QModelIndex& index) {
    const QString folder = index.data(ModelListModel::FolderRole).toString();
    return folder.isEmpty() ? index.data(ModelListModel::RepositoryRole).toString() : folder;
}

} // namespace

ModelsDialog::ModelsDialog(ModelStore* store, QWidget* parent)
    : QDialog(parent), m_store(store), m_model(new ModelListModel(store, this)) {
    setObjectName(QStringLiteral("modelsDialog"));
    setWindowTitle(tr("Models"));
    auto* halves = new QHBoxLayout;
    halves->setSpacing(margin);
    halves->addWidget(makeLeftSide());
    halves->addWidget(makeRightSide(), 1);
    m_status = new JobStatus(this);
    auto* close = new QDialogButtonBox(QDialogButtonBox::Close, this);
    close->button(QDialogButtonBox::Close)->setText(tr("Close"));
    close->button(QDialogButtonBox::Close)->setIcon(QIcon());
    close->button(QDialogButtonBox::Close)->setAutoDefault(false);
    close->button(QDialogButtonBox::Close)->setAccessibleName(tr("Close"));
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_status);
    bottom->addStretch(1);
    bottom->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(margin);
    layout->addLayout(halves, 1);
    layout->addLayout(bottom);
    resize(preferredSize);
    for (Job* job : m_store->checkingJobs()) {
        m_status->watch(job);
    }
    followStore();
    followDetails();
    keepChoice();
    m_list->setFocus();
}

QWidget* ModelsDialog::makeLeftSide() {
    auto* side = new QWidget(this);
    side->setFixedWidth(listWidth);
    m_list = new QListView(side);
    m_list->setObjectName(QStringLiteral("modelList"));
    m_list->setAccessibleName(tr("Models"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ModelRowDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* note = new WrappingLabel(side);
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setText(tr("An imported model stays where it is; Storyscope remembers its place."));
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_list, 1);
    layout->addWidget(makeImportButton());
    layout->addWidget(note);
    return side;
}

QPushButton* ModelsDialog::makeImportButton() {
    auto* button = new QPushButton(tr("&Import a model"), this);
    button->setObjectName(QStringLiteral("importButton"));
    button->setAccessibleName(tr("Import a model"));
    button->setAutoDefault(false);
    auto* menu = new QMenu(button);
    menu->setObjectName(QStringLiteral("importMenu"));
    connect(menu->addAction(tr("From a &folder…")), &QAction::triggered, this, &ModelsDialog::askForFolder);
    connect(menu->addAction(tr("From its &weights file…")), &QAction::triggered, this, &ModelsDialog::askForFile);
    button->setMenu(menu);
    return button;
}

QWidget* ModelsDialog::makeRightSide() {
    auto* side = new QWidget(this);
    m_banner = new MessageBanner(side);
    m_details = new ModelDetails;
    m_download = new DownloadBox(m_store);
    auto* looking = new WrappingLabel;
    looking->say(tr("Looking for models…"));
    m_looking = looking;
    m_pages = new QStackedWidget(side);
    for (QWidget* page : {m_looking, static_cast<QWidget*>(m_details), static_cast<QWidget*>(m_download)}) {
        m_pages->addWidget(page);
    }
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_banner);
    layout->addWidget(m_pages, 1);
    return side;
}

void ModelsDialog::followStore() {
    connect(m_model, &QAbstractItemModel::modelReset, this, &ModelsDialog::keepChoice);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ModelsDialog::chosenChanged);
    connect(m_store, &ModelStore::defaultChanged, this, &ModelsDialog::showChosen);
    connect(m_store, &ModelStore::verified, this, &ModelsDialog::showCheck);
    connect(m_store, &ModelStore::failed, this, &ModelsDialog::showProblem);
    connect(m_store, &ModelStore::checkingChanged, this,
            [this] { m_details->setUpkeepEnabled(!m_store->isChecking()); });
    const auto goTo = [this](const QString& folder) { // as soon as it is on the list
        m_chosen = folder;
        m_banner->dismiss();
    };
    connect(m_store, &ModelStore::imported, this, goTo);
    connect(m_store, &ModelStore::downloaded, this, goTo);
    connect(m_store, &ModelStore::removed, this, [this](const QString& folder, const QString& text) {
        const inference::ShelfModel& shown = m_details->model();
        if (toText(shown.info.path) == folder && hub::findCaptioner(shown.repository) != nullptr) {
            m_chosen = toText(shown.repository); // it can be downloaded again
        }
        m_banner->showMessage(MessageBanner::Kind::Hint, text);
        m_list->setFocus();
    });
}

void ModelsDialog::followDetails() {
    connect(m_details, &ModelDetails::useRequested, this,
            [this] { emit useRequested(toText(m_details->model().info.path)); });
    connect(m_details, &ModelDetails::defaultRequested, this,
            [this] { m_store->setDefault(toText(m_details->model().info.path)); });
    connect(m_details, &ModelDetails::verifyRequested, this, [this] {
        m_banner->dismiss();
        m_store->verify(m_details->model());
    });
    connect(m_details, &ModelDetails::removeRequested, this, &ModelsDialog::askToRemove);
}

void ModelsDialog::choose(const QString& folderOrRepository) {
    m_chosen = folderOrRepository;
    m_banner->dismiss();
    keepChoice();
}

void ModelsDialog::keepChoice() {
    if (!m_store->isListed()) {
        m_pages->setCurrentWidget(m_looking);
        return;
    }
    if (const inference::ShelfModel* here = m_store->findPublished(m_chosen.toStdString())) {
        m_chosen = toText(here->info.path);
    }
    int row = m_model->rowOf(m_chosen);
    row = row >= 0 ? row : m_model->rowOf(m_store->defaultFolder());
    const QModelIndex index = m_model->index(std::max(row, 1)); // the first one is a heading
    m_chosen = keyOf(index);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
    showChosen();
}

void ModelsDialog::chosenChanged() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid()) {
        return;
    }
    const QString chosen = keyOf(index);
    if (chosen != m_chosen) {
        m_chosen = chosen;
        m_banner->dismiss();
    }
    showChosen();
}

void ModelsDialog::showChosen() {
    if (const inference::ShelfModel* model = m_store->find(m_chosen)) {
        const bool isDefault = m_chosen == m_store->defaultFolder();
        m_details->present(*model, isDefault ? ModelDetails::Rank::Default : ModelDetails::Rank::Other);
        m_pages->setCurrentWidget(m_details);
    } else if (const hub::PublishedCaptioner* captioner = hub::findCaptioner(m_chosen.toStdString())) {
        m_download->present(*captioner);
        m_pages->setCurrentWidget(m_download);
    }
}

void ModelsDialog::askForFolder() {
    auto* dialog = new QFileDialog(this, tr("Import the model in this folder"));
    dialog->setObjectName(QStringLiteral("importFolderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_store, &ModelStore::import);
    dialog->open();
}

void ModelsDialog::askForFile() {
    auto* dialog = new QFileDialog(this, tr("Import the model with these weights"));
    dialog->setObjectName(QStringLiteral("importFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Models") + QStringLiteral(" (*.safetensors *.bin config.json *.index.json)"));
    connect(dialog, &QFileDialog::fileSelected, m_store, &ModelStore::import);
    dialog->open();
}

QString ModelsDialog::removalQuestion(const inference::ShelfModel& model) const {
    const QString name = toText(model.info.name);
    if (model.origin == inference::ModelOrigin::Imported) {
        return tr("Take %1 off the list? Its files stay in %2.").arg(name, toText(model.info.path));
    }
    const QString size = bytesText(model.info.sizeBytes);
    if (model.origin == inference::ModelOrigin::HubCache) {
        return tr("Delete %1 for every program that uses the Hugging Face cache? %2 become free.").arg(name, size);
    }
    return tr("Delete %1 and its folder? %2 become free; this cannot be undone.").arg(name, size);
}

void ModelsDialog::askToRemove() {
    const inference::ShelfModel model = m_details->model();
    const bool isDeleted = model.origin != inference::ModelOrigin::Imported;
    m_banner->showMessage(MessageBanner::Kind::Warning, removalQuestion(model));
    m_banner->offer(isDeleted ? tr("Delete") : tr("Take off the list"), [this, model] { m_store->remove(model); });
    m_banner->findChild<QToolButton*>(QStringLiteral("messageOfferButton"))->setFocus();
}

void ModelsDialog::showCheck(const ModelCheck& check) {
    const inference::ShelfModel* model = m_store->find(check.folder);
    const QString name = model != nullptr ? toText(model->info.name) : check.folder;
    const bool isGood = check.problems.isEmpty();
    m_banner->showMessage(isGood ? MessageBanner::Kind::Hint : MessageBanner::Kind::Error,
                          tr("%1: %2").arg(name, check.text), check.problems.join(QLatin1Char('\n')));
}

void ModelsDialog::showProblem(const JobError& error) {
    m_banner->showMessage(MessageBanner::Kind::Error, error.message, error.details);
}

} // namespace storyscope::ui
