// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLabel;
class QWidget;

namespace storyscope::ui {

/// A large line of plain text at the top of a page.
QLabel* makePageTitle(QWidget* parent);

} // namespace storyscope::ui
