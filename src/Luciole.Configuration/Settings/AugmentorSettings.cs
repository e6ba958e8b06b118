namespace Luciole.Configuration;

/// <summary>Random changes of the training images.</summary>
public sealed record AugmentorSettings
{
    /// <summary><c>AUGMENTOR.ENABLE</c></summary>
    public bool Enable { get; init; }

    /// <summary><c>AUGMENTOR.DA_PROB</c></summary>
    public double Probability { get; init; } = 0.5;

    /// <summary><c>AUGMENTOR.AUG_SAMPLES</c></summary>
    public bool WriteSamples { get; init; } = true;

    /// <summary><c>AUGMENTOR.DRAW_GRID</c></summary>
    public bool DrawGrid { get; init; } = true;

    /// <summary><c>AUGMENTOR.AUG_NUM_SAMPLES</c></summary>
    public int Samples { get; init; } = 10;

    /// <summary><c>AUGMENTOR.SHUFFLE_TRAIN_DATA_EACH_EPOCH</c></summary>
    public bool ShuffleTraining { get; init; } = true;

    /// <summary><c>AUGMENTOR.SHUFFLE_VAL_DATA_EACH_EPOCH</c></summary>
    public bool ShuffleValidation { get; init; }

    /// <summary><c>AUGMENTOR.ROT90</c></summary>
    public bool Rotate90 { get; init; }

    /// <summary><c>AUGMENTOR.RANDOM_ROT</c></summary>
    public bool Rotate { get; init; }

    /// <summary><c>AUGMENTOR.RANDOM_ROT_RANGE</c></summary>
    public NumberRange RotateRange { get; init; } = new NumberRange(-180, 180);

    /// <summary><c>AUGMENTOR.SHEAR</c></summary>
    public bool Shear { get; init; }

    /// <summary><c>AUGMENTOR.SHEAR_RANGE</c></summary>
    public NumberRange ShearRange { get; init; } = new NumberRange(-20, 20);

    /// <summary><c>AUGMENTOR.ZOOM</c></summary>
    public bool Zoom { get; init; }

    /// <summary><c>AUGMENTOR.ZOOM_RANGE</c></summary>
    public NumberRange ZoomRange { get; init; } = new NumberRange(0.8, 1.2);

    /// <summary><c>AUGMENTOR.SHIFT</c></summary>
    public bool Shift { get; init; }

    /// <summary><c>AUGMENTOR.SHIFT_RANGE</c></summary>
    public NumberRange ShiftRange { get; init; } = new NumberRange(0.1, 0.2);

    /// <summary><c>AUGMENTOR.AFFINE_MODE</c></summary>
    public BorderMode AffineBorder { get; init; } = BorderMode.Constant;

    /// <summary><c>AUGMENTOR.VFLIP</c></summary>
    public bool FlipVertical { get; init; }

    /// <summary><c>AUGMENTOR.HFLIP</c></summary>
    public bool FlipHorizontal { get; init; }

    /// <summary><c>AUGMENTOR.ELASTIC</c></summary>
    public bool Elastic { get; init; }

    /// <summary><c>AUGMENTOR.E_ALPHA</c></summary>
    public NumberRange ElasticAlpha { get; init; } = new NumberRange(12, 16);

    /// <summary><c>AUGMENTOR.E_SIGMA</c></summary>
    public double ElasticSigma { get; init; } = 4;

    /// <summary><c>AUGMENTOR.E_MODE</c></summary>
    public BorderMode ElasticBorder { get; init; } = BorderMode.Constant;

    /// <summary><c>AUGMENTOR.G_BLUR</c></summary>
    public bool GaussianBlur { get; init; }

    /// <summary><c>AUGMENTOR.G_SIGMA</c></summary>
    public NumberRange GaussianSigma { get; init; } = new NumberRange(1, 2);

    /// <summary><c>AUGMENTOR.MEDIAN_BLUR</c></summary>
    public bool MedianBlur { get; init; }

    /// <summary><c>AUGMENTOR.MB_KERNEL</c></summary>
    public IntegerRange MedianKernel { get; init; } = new IntegerRange(3, 7);

    /// <summary><c>AUGMENTOR.MOTION_BLUR</c></summary>
    public bool MotionBlur { get; init; }

    /// <summary><c>AUGMENTOR.MOTB_K_RANGE</c></summary>
    public IntegerRange MotionKernel { get; init; } = new IntegerRange(8, 12);

    /// <summary><c>AUGMENTOR.GAMMA_CONTRAST</c></summary>
    public bool Gamma { get; init; }

    /// <summary><c>AUGMENTOR.GC_GAMMA</c></summary>
    public NumberRange GammaRange { get; init; } = new NumberRange(1.25, 1.75);

    /// <summary><c>AUGMENTOR.BRIGHTNESS</c></summary>
    public bool Brightness { get; init; }

    /// <summary><c>AUGMENTOR.BRIGHTNESS_FACTOR</c></summary>
    public NumberRange BrightnessRange { get; init; } = new NumberRange(-0.1, 0.1);

    /// <summary><c>AUGMENTOR.CONTRAST</c></summary>
    public bool Contrast { get; init; }

    /// <summary><c>AUGMENTOR.CONTRAST_FACTOR</c></summary>
    public NumberRange ContrastRange { get; init; } = new NumberRange(-0.1, 0.1);

    /// <summary><c>AUGMENTOR.DROPOUT</c></summary>
    public bool Dropout { get; init; }

    /// <summary><c>AUGMENTOR.DROP_RANGE</c></summary>
    public NumberRange DropoutRange { get; init; } = new NumberRange(0, 0.2);

    /// <summary><c>AUGMENTOR.CUTOUT</c></summary>
    public bool Cutout { get; init; }

    /// <summary><c>AUGMENTOR.COUT_NB_ITERATIONS</c></summary>
    public IntegerRange CutoutCount { get; init; } = new IntegerRange(1, 3);

    /// <summary><c>AUGMENTOR.COUT_SIZE</c></summary>
    public NumberRange CutoutSize { get; init; } = new NumberRange(0.05, 0.3);

    /// <summary><c>AUGMENTOR.COUT_CVAL</c></summary>
    public double CutoutValue { get; init; }

    /// <summary><c>AUGMENTOR.COUT_APPLY_TO_MASK</c></summary>
    public bool CutoutTarget { get; init; }

    /// <summary><c>AUGMENTOR.CUTBLUR</c></summary>
    public bool CutBlur { get; init; }

    /// <summary><c>AUGMENTOR.CBLUR_SIZE</c></summary>
    public NumberRange CutBlurSize { get; init; } = new NumberRange(0.2, 0.4);

    /// <summary><c>AUGMENTOR.CBLUR_DOWN_RANGE</c></summary>
    public NumberRange CutBlurFactor { get; init; } = new NumberRange(2, 8);

    /// <summary><c>AUGMENTOR.CBLUR_INSIDE</c></summary>
    public bool CutBlurInside { get; init; } = true;

    /// <summary><c>AUGMENTOR.CUTMIX</c></summary>
    public bool CutMix { get; init; }

    /// <summary><c>AUGMENTOR.CMIX_SIZE</c></summary>
    public NumberRange CutMixSize { get; init; } = new NumberRange(0.2, 0.4);

    /// <summary><c>AUGMENTOR.CUTNOISE</c></summary>
    public bool CutNoise { get; init; }

    /// <summary><c>AUGMENTOR.CNOISE_SCALE</c></summary>
    public NumberRange CutNoiseScale { get; init; } = new NumberRange(0.05, 0.1);

    /// <summary><c>AUGMENTOR.CNOISE_NB_ITERATIONS</c></summary>
    public IntegerRange CutNoiseCount { get; init; } = new IntegerRange(1, 3);

    /// <summary><c>AUGMENTOR.CNOISE_SIZE</c></summary>
    public NumberRange CutNoiseSize { get; init; } = new NumberRange(0.2, 0.4);

    /// <summary><c>AUGMENTOR.MISALIGNMENT</c></summary>
    public bool Misalignment { get; init; }

    /// <summary><c>AUGMENTOR.MS_DISPLACEMENT</c></summary>
    public int MisalignmentPixels { get; init; } = 16;

    /// <summary><c>AUGMENTOR.MS_ROTATE_RATIO</c></summary>
    public double MisalignmentRotateRatio { get; init; } = 0.5;

    /// <summary><c>AUGMENTOR.MISSING_SECTIONS</c></summary>
    public bool MissingSections { get; init; }

    /// <summary><c>AUGMENTOR.MISSP_ITERATIONS</c></summary>
    public IntegerRange MissingSectionsThickness { get; init; } = new IntegerRange(10, 30);

    /// <summary><c>AUGMENTOR.GRAYSCALE</c></summary>
    public bool Grayscale { get; init; }

    /// <summary><c>AUGMENTOR.CHANNEL_SHUFFLE</c></summary>
    public bool ChannelShuffle { get; init; }

    /// <summary><c>AUGMENTOR.GRIDMASK</c></summary>
    public bool GridMask { get; init; }

    /// <summary><c>AUGMENTOR.GRID_RATIO</c></summary>
    public double GridRatio { get; init; } = 0.6;

    /// <summary><c>AUGMENTOR.GRID_D_RANGE</c></summary>
    public NumberRange GridSize { get; init; } = new NumberRange(0.4, 1);

    /// <summary><c>AUGMENTOR.GRID_ROTATE</c></summary>
    public double GridRotate { get; init; } = 1;

    /// <summary><c>AUGMENTOR.GRID_INVERT</c></summary>
    public bool GridInvert { get; init; }

    /// <summary><c>AUGMENTOR.GAUSSIAN_NOISE</c></summary>
    public bool GaussianNoise { get; init; }

    /// <summary><c>AUGMENTOR.GAUSSIAN_NOISE_MEAN</c></summary>
    public double GaussianNoiseMean { get; init; }

    /// <summary><c>AUGMENTOR.GAUSSIAN_NOISE_VAR</c></summary>
    public double GaussianNoiseVariance { get; init; } = 0.05;

    /// <summary><c>AUGMENTOR.GAUSSIAN_NOISE_USE_INPUT_IMG_MEAN_AND_VAR</c></summary>
    public bool GaussianNoiseFromImage { get; init; }

    /// <summary><c>AUGMENTOR.POISSON_NOISE</c></summary>
    public bool PoissonNoise { get; init; }

    /// <summary><c>AUGMENTOR.SALT</c></summary>
    public bool Salt { get; init; }

    /// <summary><c>AUGMENTOR.SALT_AMOUNT</c></summary>
    public double SaltAmount { get; init; } = 0.05;

    /// <summary><c>AUGMENTOR.PEPPER</c></summary>
    public bool Pepper { get; init; }

    /// <summary><c>AUGMENTOR.PEPPER_AMOUNT</c></summary>
    public double PepperAmount { get; init; } = 0.05;

    /// <summary><c>AUGMENTOR.SALT_AND_PEPPER</c></summary>
    public bool SaltAndPepper { get; init; }

    /// <summary><c>AUGMENTOR.SALT_AND_PEPPER_AMOUNT</c></summary>
    public double SaltAndPepperAmount { get; init; } = 0.05;

    /// <summary><c>AUGMENTOR.SALT_AND_PEPPER_PROP</c></summary>
    public double SaltProportion { get; init; } = 0.5;
}
