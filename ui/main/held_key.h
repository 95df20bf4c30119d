// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace storyscope::ui {

/// Knows whether a key is held down, also where it is a shortcut. Sees the keys of the whole program.
class HeldKey : public QObject {
    Q_OBJECT
public:
    HeldKey(Qt::Key key, QObject* parent);

    bool isHeld() const { return m_isHeld; }

signals:
    void changed(bool isHeld);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setHeld(bool isHeld);

    Qt::Key m_key;
    bool m_isHeld = false;
};

} // namespace storyscope::ui
