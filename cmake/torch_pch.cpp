// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the precompiled <torch/torch.h> that every torch room reuses.
