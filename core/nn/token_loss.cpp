// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/token_loss.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>

namespace storyscope::nn {

namespace {

constexpr std::int64_t logitsAtOnce = 120'000; // they stay in a core's cache

/// Calls `work` with the first row and the number of rows of each part, on all of LibTorch's threads.
template <typename Work>
void forRows(const torch::Tensor& logits, const Work& work) {
    const std::int64_t rowsAtOnce = std::max<std::int64_t>(logitsAtOnce / logits.size(1), 1);
    at::parallel_for(0, logits.size(0), rowsAtOnce, [&](std::int64_t begin, std::int64_t end) {
        const torch::NoGradGuard noGradients;
        for (std::int64_t row = begin; row < end; row += rowsAtOnce) {
            work(row, std::min(rowsAtOnce, end - row));
        }
    });
}

class TokenLoss : public torch::autograd::Function<TokenLoss> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& given,
                                 const torch::Tensor& targets) {
        const torch::Tensor logits = given.detach();
        const torch::Tensor losses = torch::empty({logits.size(0), 1}, logits.options());
        const torch::Tensor sums = torch::empty_like(losses); // logarithms of the sums of exponentials
        forRows(logits, [&](std::int64_t first, std::int64_t count) {
            const torch::Tensor part = logits.narrow(0, first, count);
            const torch::Tensor words = targets.narrow(0, first, count).unsqueeze(1);
            const torch::Tensor loss = torch::log_softmax(part, 1).gather(1, words).neg_();
            losses.narrow(0, first, count).copy_(loss);
            sums.narrow(0, first, count).copy_(part.gather(1, words).add_(loss));
        });
        context->save_for_backward({given, targets, sums});
        return losses.mean();
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::tensor_list& gradients) {
        const auto saved = context->get_saved_variables();
        const torch::Tensor logits = saved[0].detach();
        const torch::Tensor result = torch::empty_like(logits);
        const double scale = gradients[0].item<double>() / static_cast<double>(logits.size(0));
        forRows(logits, [&](std::int64_t first, std::int64_t count) {
            const torch::Tensor words = saved[1].narrow(0, first, count).unsqueeze(1);
            torch::Tensor part = result.narrow(0, first, count);
            torch::sub_out(part, logits.narrow(0, first, count), saved[2].narrow(0, first, count));
            part.exp_();
            part.scatter_add_(1, words, torch::full({count, 1}, -1.0, part.options()));
            part.mul_(scale);
        });
        return {result, torch::Tensor()};
    }
};

} // namespace

torch::Tensor tokenLoss(const torch::Tensor& logits, const torch::Tensor& targets) {
    const bool isPlain = logits.device().is_cpu() && logits.scalar_type() == torch::kFloat32;
    return isPlain ? TokenLoss::apply(logits, targets) : torch::nn::functional::cross_entropy(logits, targets);
}

} // namespace storyscope::nn
