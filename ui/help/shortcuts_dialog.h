// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QTableWidget;

namespace storyscope::ui {

/// Lists every action that has a key, with a field to search in them. Not modal. The actions must outlive the dialog's
/// constructor only: their texts are copied.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent = nullptr);

private:
    void addRow(const QString& action, const QString& keys);
    void filter(const QString& text);

    QLineEdit* m_search = nullptr;
    QTableWidget* m_table = nullptr;
};

} // namespace storyscope::ui
