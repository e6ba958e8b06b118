namespace Luciole.Configuration;

/// <summary>The keys of <c>LOSS</c> and <c>TRAIN</c>.</summary>
internal static class TrainKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<LossSettings>("LOSS", c => c.Loss, (c, s) => c with { Loss = s })
            .Add("TYPE", Choices.LossType, s => s.Type, (s, v) => s with { Type = v }, "The loss; W_ ones are weighted sums with 1 - SSIM.", emptyIsDefault: true, dialects: "biapy-3.4: MSE")
            .Add("WEIGHTS", Values.NumberList(0, 1), s => s.Weights, (s, v) => s with { Weights = v }, "The two weights of a W_ loss; they must sum to 1.").Keys,
        .. new SectionKeys<TrainSettings>("TRAIN", c => c.Train, (c, s) => c with { Train = s })
            .Add("ENABLE", Values.Boolean, s => s.Enable, (s, v) => s with { Enable = v }, "Train.")
            .Add("VERBOSE", Values.Boolean, s => s.Verbose, (s, v) => s with { Verbose = v }, "Log more, peak GPU memory included.")
            .Add("OPTIMIZER", Choices.Optimizer, s => s.Optimizer, (s, v) => s with { Optimizer = v }, "The optimiser; SGD has momentum 0.9 and Nesterov.")
            .Add("LR", Values.Positive, s => s.LearningRate, (s, v) => s with { LearningRate = v }, "Peak learning rate.")
            .Add("W_DECAY", Values.Number(0, 1e6), s => s.WeightDecay, (s, v) => s with { WeightDecay = v }, "Weight decay; biases and normalisations have none.")
            .Add("OPT_BETAS", Values.Betas, s => s.Betas, (s, v) => s with { Betas = v }, "Decay rates of the moments of ADAM and ADAMW.")
            .Add("BATCH_SIZE", Values.Integer(1, 1 << 20), s => s.BatchSize, (s, v) => s with { BatchSize = v }, "Samples per step, in prediction too.")
            .Add("ACCUM_ITER", Values.Integer(1, 1 << 20), s => s.AccumulationSteps, (s, v) => s with { AccumulationSteps = v }, "Batches whose gradients are summed for one step.")
            .Add("EPOCHS", Values.Integer(1, int.MaxValue), s => s.Epochs, (s, v) => s with { Epochs = v }, "Passes over the training data.")
            .Add("PATIENCE", Values.PositiveOrUnset, s => s.Patience, (s, v) => s with { Patience = v }, "Stop after so many epochs without a better validation loss; -1: never.")
            .Add("MAX_MINUTES", Values.UnsetNumber(0, 1e7), s => s.MaxMinutes, (s, v) => s with { MaxMinutes = v }, "Stop after so many minutes of training; -1: no limit.", own: true)
            .Add("CLIP_GRADIENT_NORM", Values.UnsetNumber(0, 1e9), s => s.ClipGradientNorm, (s, v) => s with { ClipGradientNorm = v }, "Scale the gradients of a step down to this norm, all parameters together; -1: never.", own: true)
            .Add("EMA_DECAY", Values.UnsetNumber(0, 1), s => s.AverageDecay, (s, v) => s with { AverageDecay = v }, "Keep an exponential moving average of the weights with this decay, for validation, prediction and checkpoints; -1: no.", own: true)
            .Add("RECOMPUTE_ACTIVATIONS", Choices.Recompute, s => s.Recompute, (s, v) => s with { Recompute = v }, "Keep only the input of these blocks in training and compute the rest again on the way back: less memory, more time, the same result. transformer: attention and perceptrons, decoder: convolutions.", own: true)
            .Add("PRECISION", Choices.Precision, s => s.Precision, (s, v) => s with { Precision = v }, "What the network is computed in, in prediction on a GPU too. bf16, fp16: products and convolutions in 16 bits, the rest, the weights and the loss in 32; tf32: shorter products on a GPU; auto: on a GPU bf16 where it has it, else tf32 or fp32, on the processor fp32. fp16 needs a GPU, and scales the loss.", own: true)
            .Add("CHANNELS_LAST", Choices.AutoChoice, s => s.ChannelsLast, (s, v) => s with { ChannelsLast = v }, "Keep images with their channels innermost in memory; auto: networks of convolutions on a GPU in bf16, fp16 or tf32.", own: true)
            .Add("CUDA_GRAPH", Values.Boolean, s => s.CudaGraph, (s, v) => s with { CudaGraph = v }, "Record the forward and backward pass of a batch on the GPU once for each shape, and play it from then on: less work for the processor, the same result.", own: true)
            .Add("SYNC_BATCH_NORM", Values.Boolean, s => s.SyncBatchNorm, (s, v) => s with { SyncBatchNorm = v }, "Where ranks share a training, let batch normalisation count the images of all ranks as one batch, so that the number of ranks does not change what is learnt; False: each rank its own.", own: true)
            .Add("METRICS", Choices.Metrics, s => s.Metrics, (s, v) => s with { Metrics = v }, "What is measured each epoch; an empty list means all.", emptyIsDefault: true).Keys,
        .. new SectionKeys<SchedulerSettings>("TRAIN.LR_SCHEDULER", c => c.Train.Scheduler, (c, s) => c with { Train = c.Train with { Scheduler = s } })
            .Add("NAME", Choices.Scheduler, s => s.Type, (s, v) => s with { Type = v }, "The schedule; empty: constant.")
            .Add("MIN_LR", Values.UnsetNumber(0, 1000), s => s.MinLearningRate, (s, v) => s with { MinLearningRate = v }, "Smallest learning rate; reduceonplateau and warmupcosine need it.")
            .Add("REDUCEONPLATEAU_FACTOR", Values.Number(0, 1), s => s.PlateauFactor, (s, v) => s with { PlateauFactor = v }, "What a plateau multiplies the rate by.")
            .Add("REDUCEONPLATEAU_PATIENCE", Values.PositiveOrUnset, s => s.PlateauPatience, (s, v) => s with { PlateauPatience = v }, "Epochs without improvement that make a plateau; reduceonplateau needs it.")
            .Add("WARMUP_COSINE_DECAY_EPOCHS", Values.PositiveOrUnset, s => s.WarmupEpochs, (s, v) => s with { WarmupEpochs = v }, "Epochs of linear warm-up; warmupcosine needs it.").Keys,
    ];
}
