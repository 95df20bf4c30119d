// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/captioner_catalogue.h"
#include "ui/models/fact_list.h"
#include "ui/models/model_store.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace storyscope::ui {

class WrappingLabel;

/// A published captioner that is not here: what it is and what it costs, the question before a download, and how far
/// the download has come.
class DownloadBox : public QWidget {
    Q_OBJECT
public:
    /// The store must outlive the box.
    explicit DownloadBox(ModelStore* store, QWidget* parent = nullptr);

    void present(const hub::PublishedCaptioner& captioner);

private:
    void refresh();
    QList<FactList::Fact> facts() const;
    QString costHere() const;
    void showState(const ModelDownload& download);
    void showOffer(const DownloadOffer& offer);
    void showProgress(const ModelDownload& download);
    void press();

    ModelStore* m_store;
    hub::PublishedCaptioner m_captioner;
    QLabel* m_title;
    FactList* m_facts;
    WrappingLabel* m_purpose;
    WrappingLabel* m_state;
    QProgressBar* m_bar;
    QPushButton* m_go;
    QPushButton* m_leave;
};

} // namespace storyscope::ui
