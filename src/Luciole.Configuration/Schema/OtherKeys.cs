namespace Luciole.Configuration;

/// <summary>
/// Keys that BiaPy has and Luciole does not act on, with BiaPy's default. Those without effect are accepted; those of other workflows
/// are accepted at their default only (a configuration that BiaPy wrote out in full holds them all).
/// </summary>
internal static class OtherKeys
{
    private const string NoEffect = "has no effect in these workflows";

    // "*": any value, as BiaPy derives it from other keys.
    private const string Table = """
        ## has no effect in these workflows
        SYSTEM.NUM_GPUS = 0
        PROBLEM.PRINT_OLD_KEY_CHANGES = True
        DATA.TRAIN.INSTANCE_CHANNELS_MASK_DIR = *
        DATA.TRAIN.DETECTION_MASK_DIR = *
        DATA.TRAIN.SSL_SOURCE_DIR = *
        DATA.TEST.IN_MEMORY = False
        DATA.TEST.INSTANCE_CHANNELS_MASK_DIR = *
        DATA.TEST.DETECTION_MASK_DIR = *
        DATA.TEST.SSL_SOURCE_DIR = *
        DATA.TEST.MEDIAN_PADDING = False
        DATA.TEST.BINARY_MASKS = *
        DATA.TEST.RESOLUTION = (-1,)
        DATA.TEST.ARGMAX_TO_OUTPUT = True
        DATA.VAL.INSTANCE_CHANNELS_MASK_DIR = *
        DATA.VAL.DETECTION_MASK_DIR = *
        DATA.VAL.SSL_SOURCE_DIR = *
        DATA.VAL.RESOLUTION = (-1,)
        AUGMENTOR.ZOOM_IN_Z = False
        AUGMENTOR.ZFLIP = False
        AUGMENTOR.BRIGHTNESS_MODE = '3D'
        AUGMENTOR.CONTRAST_MODE = '3D'
        MODEL.LAST_ACTIVATION = 'sigmoid'
        MODEL.Z_DOWN = [0, 0, 0, 0]
        MODEL.ISOTROPY = [True, True, True, True, True]
        MODEL.VIT_MODEL = 'custom'
        LOSS.CLASS_REBALANCE = False
        TRAIN.CHECKPOINT_MONITOR = 'val_loss'
        TEST.ANALIZE_2D_IMGS_AS_3D_STACK = False
        TEST.REUSE_PREDICTIONS = False
        TEST.FULL_IMG = False
        PATHS.RESULT_DIR.PER_IMAGE_BIN = *
        PATHS.RESULT_DIR.PER_IMAGE_INSTANCES = *
        PATHS.RESULT_DIR.PER_IMAGE_POST_PROCESSING = *
        PATHS.RESULT_DIR.FULL_IMAGE = *
        PATHS.RESULT_DIR.FULL_IMAGE_BIN = *
        PATHS.RESULT_DIR.FULL_IMAGE_INSTANCES = *
        PATHS.RESULT_DIR.FULL_IMAGE_POST_PROCESSING = *
        PATHS.RESULT_DIR.AS_3D_STACK = *
        PATHS.RESULT_DIR.AS_3D_STACK_BIN = *
        PATHS.RESULT_DIR.AS_3D_STACK_POST_PROCESSING = *
        PATHS.RESULT_DIR.DET_LOCAL_MAX_COORDS_CHECK = *
        PATHS.RESULT_DIR.DET_LOCAL_MAX_COORDS_CHECK_POST_PROCESSING = *
        PATHS.RESULT_DIR.DET_ASSOC_POINTS = *
        PATHS.RESULT_DIR.INST_ASSOC_POINTS = *
        PATHS.BMZ_EXPORT_PATH = *
        PATHS.PROFILER = *
        PATHS.TRAIN_INSTANCE_CHANNELS_CHECK = *
        PATHS.VAL_INSTANCE_CHANNELS_CHECK = *
        PATHS.TEST_INSTANCE_CHANNELS_CHECK = *
        PATHS.PROB_MAP_DIR = *
        PATHS.PROB_MAP_FILENAME = *
        PATHS.WATERSHED_DIR = *
        PATHS.TEST_FULL_GT_H5 = *
        ## three-dimensional data
        PROBLEM.NDIM = '2D'
        DATA.TRAIN.INPUT_ZARR_MULTIPLE_DATA = False
        DATA.TRAIN.INPUT_ZARR_MULTIPLE_DATA_RAW_PATH = ''
        DATA.TRAIN.INPUT_ZARR_MULTIPLE_DATA_GT_PATH = ''
        DATA.TRAIN.INPUT_ZARR_MULTIPLE_DATA_ID_PATH = 'annotations.ids'
        DATA.TRAIN.INPUT_ZARR_MULTIPLE_DATA_PARTNERS_PATH = 'annotations.presynaptic_site.partners'
        DATA.TRAIN.INPUT_ZARR_MULTIPLE_DATA_LOCATIONS_PATH = 'annotations.locations'
        DATA.TRAIN.INPUT_ZARR_MULTIPLE_DATA_RESOLUTION_PATH = 'volumes.raw'
        DATA.TRAIN.INPUT_IMG_AXES_ORDER = 'TZCYX'
        DATA.TRAIN.INPUT_MASK_AXES_ORDER = 'TZCYX'
        DATA.PREPROCESS.ZOOM.ENABLE = False
        DATA.PREPROCESS.ZOOM.ZOOM_FACTOR = [1, 1, 1, 1, 1]
        DATA.TEST.INPUT_IMG_AXES_ORDER = 'TZCYX'
        DATA.TEST.INPUT_MASK_AXES_ORDER = 'TZCYX'
        DATA.TEST.INPUT_ZARR_MULTIPLE_DATA = False
        DATA.TEST.INPUT_ZARR_MULTIPLE_DATA_RAW_PATH = ''
        DATA.TEST.INPUT_ZARR_MULTIPLE_DATA_GT_PATH = ''
        DATA.TEST.INPUT_ZARR_MULTIPLE_DATA_ID_PATH = 'annotations.ids'
        DATA.TEST.INPUT_ZARR_MULTIPLE_DATA_PARTNERS_PATH = 'annotations.presynaptic_site.partners'
        DATA.TEST.INPUT_ZARR_MULTIPLE_DATA_LOCATIONS_PATH = 'annotations.locations'
        DATA.TEST.INPUT_ZARR_MULTIPLE_DATA_RESOLUTION_PATH = 'volumes.raw'
        DATA.VAL.INPUT_ZARR_MULTIPLE_DATA = False
        DATA.VAL.INPUT_ZARR_MULTIPLE_DATA_RAW_PATH = ''
        DATA.VAL.INPUT_ZARR_MULTIPLE_DATA_GT_PATH = ''
        DATA.VAL.INPUT_ZARR_MULTIPLE_DATA_ID_PATH = 'annotations.ids'
        DATA.VAL.INPUT_ZARR_MULTIPLE_DATA_PARTNERS_PATH = 'annotations.presynaptic_site.partners'
        DATA.VAL.INPUT_ZARR_MULTIPLE_DATA_LOCATIONS_PATH = 'annotations.locations'
        DATA.VAL.INPUT_ZARR_MULTIPLE_DATA_RESOLUTION_PATH = 'volumes.raw'
        DATA.VAL.INPUT_IMG_AXES_ORDER = 'TZCYX'
        DATA.VAL.INPUT_MASK_AXES_ORDER = 'TZCYX'
        TEST.BY_CHUNKS.ENABLE = False
        TEST.BY_CHUNKS.SAVE_OUT_TIF = False
        TEST.BY_CHUNKS.FLUSH_EACH = 100
        TEST.BY_CHUNKS.WORKFLOW_PROCESS.ENABLE = True
        TEST.BY_CHUNKS.WORKFLOW_PROCESS.TYPE = 'chunk_by_chunk'
        ## semantic segmentation
        PROBLEM.SEMANTIC_SEG.IGNORE_CLASS_ID = 0
        DATA.PROBABILITY_MAP = False
        DATA.W_FOREGROUND = 0.94
        DATA.W_BACKGROUND = 0.06
        ## instance segmentation
        PROBLEM.INSTANCE_SEG.TYPE = 'regular'
        PROBLEM.INSTANCE_SEG.DATA_CHANNELS = 'BC'
        PROBLEM.INSTANCE_SEG.DISTANCE_CHANNEL_MASK = True
        PROBLEM.INSTANCE_SEG.DATA_CHANNEL_WEIGHTS = (1, 1)
        PROBLEM.INSTANCE_SEG.DATA_CONTOUR_MODE = 'thick'
        PROBLEM.INSTANCE_SEG.DATA_MW_TH_TYPE = 'auto'
        PROBLEM.INSTANCE_SEG.DATA_MW_TH_BINARY_MASK = 0.5
        PROBLEM.INSTANCE_SEG.DATA_MW_TH_CONTOUR = 0.1
        PROBLEM.INSTANCE_SEG.DATA_MW_TH_FOREGROUND = 0.3
        PROBLEM.INSTANCE_SEG.DATA_MW_TH_DISTANCE = 1.0
        PROBLEM.INSTANCE_SEG.DATA_MW_TH_POINTS = 0.5
        PROBLEM.INSTANCE_SEG.DATA_REMOVE_SMALL_OBJ_BEFORE = 10
        PROBLEM.INSTANCE_SEG.DATA_REMOVE_BEFORE_MW = False
        PROBLEM.INSTANCE_SEG.SEED_MORPH_SEQUENCE = []
        PROBLEM.INSTANCE_SEG.SEED_MORPH_RADIUS = []
        PROBLEM.INSTANCE_SEG.ERODE_AND_DILATE_FOREGROUND = False
        PROBLEM.INSTANCE_SEG.FORE_EROSION_RADIUS = 5
        PROBLEM.INSTANCE_SEG.FORE_DILATION_RADIUS = 5
        PROBLEM.INSTANCE_SEG.DATA_CHECK_MW = False
        PROBLEM.INSTANCE_SEG.WATERSHED_BY_2D_SLICES = False
        PROBLEM.INSTANCE_SEG.SYNAPSES.DATA_CHANNELS = 'BF'
        PROBLEM.INSTANCE_SEG.SYNAPSES.POSTSITE_DILATION = [2, 4, 4]
        PROBLEM.INSTANCE_SEG.SYNAPSES.POSTSITE_DILATION_DISTANCE_CHANNELS = [3, 10, 10]
        PROBLEM.INSTANCE_SEG.SYNAPSES.NORMALIZE_DISTANCES = False
        PROBLEM.INSTANCE_SEG.SYNAPSES.POINT_CREATION_FUNCTION = 'peak_local_max'
        PROBLEM.INSTANCE_SEG.SYNAPSES.PEAK_LOCAL_MAX_MIN_DISTANCE = 1
        PROBLEM.INSTANCE_SEG.SYNAPSES.MIN_TH_TO_BE_PEAK = 0.2
        PROBLEM.INSTANCE_SEG.SYNAPSES.EXCLUDE_BORDER = False
        PROBLEM.INSTANCE_SEG.SYNAPSES.BLOB_LOG_MIN_SIGMA = 5
        PROBLEM.INSTANCE_SEG.SYNAPSES.BLOB_LOG_MAX_SIGMA = 10
        PROBLEM.INSTANCE_SEG.SYNAPSES.BLOB_LOG_NUM_SIGMA = 2
        TEST.MATCHING_STATS = True
        TEST.MATCHING_STATS_THS = [0.3, 0.5, 0.75]
        TEST.MATCHING_STATS_THS_COLORED_IMG = [0.3]
        ## detection
        PROBLEM.DETECTION.CENTRAL_POINT_DILATION = [2]
        PROBLEM.DETECTION.CHECK_POINTS_CREATED = True
        PROBLEM.DETECTION.DATA_CHECK_MW = False
        TEST.DET_POINT_CREATION_FUNCTION = 'peak_local_max'
        TEST.DET_PEAK_LOCAL_MAX_MIN_DISTANCE = 1
        TEST.DET_MIN_TH_TO_BE_PEAK = 0.2
        TEST.DET_EXCLUDE_BORDER = False
        TEST.DET_BLOB_LOG_MIN_SIGMA = 5
        TEST.DET_BLOB_LOG_MAX_SIGMA = 10
        TEST.DET_BLOB_LOG_NUM_SIGMA = 2
        TEST.DET_TOLERANCE = 10
        TEST.DET_IGNORE_POINTS_OUTSIDE_BOX = []
        ## denoising
        PROBLEM.DENOISING.N2V_PERC_PIX = 0.198
        PROBLEM.DENOISING.N2V_MANIPULATOR = 'uniform_withCP'
        PROBLEM.DENOISING.N2V_NEIGHBORHOOD_RADIUS = 5
        PROBLEM.DENOISING.N2V_STRUCTMASK = False
        PROBLEM.DENOISING.LOAD_GT_DATA = False
        ## super-resolution
        PROBLEM.SUPER_RESOLUTION.UPSCALING = ()
        MODEL.UNET_SR_UPSAMPLE_POSITION = 'pre'
        MODEL.RCAN_RG_BLOCK_NUM = 10
        MODEL.RCAN_RCAB_BLOCK_NUM = 20
        MODEL.RCAN_CONV_FILTERS = 16
        MODEL.RCAN_REDUCTION_RATIO = 16
        MODEL.RCAN_UPSCALING_LAYER = True
        ## the crappify pretext task
        PROBLEM.SELF_SUPERVISED.RESIZING_FACTOR = 4
        PROBLEM.SELF_SUPERVISED.NOISE = 0.2
        ## segmentation and detection
        TEST.POST_PROCESSING.MEDIAN_FILTER = False
        TEST.POST_PROCESSING.MEDIAN_FILTER_AXIS = []
        TEST.POST_PROCESSING.MEDIAN_FILTER_SIZE = []
        TEST.POST_PROCESSING.APPLY_MASK = False
        TEST.POST_PROCESSING.MEASURE_PROPERTIES.ENABLE = False
        TEST.POST_PROCESSING.MEASURE_PROPERTIES.REMOVE_BY_PROPERTIES.ENABLE = False
        TEST.POST_PROCESSING.MEASURE_PROPERTIES.REMOVE_BY_PROPERTIES.PROPS = []
        TEST.POST_PROCESSING.MEASURE_PROPERTIES.REMOVE_BY_PROPERTIES.VALUES = []
        TEST.POST_PROCESSING.MEASURE_PROPERTIES.REMOVE_BY_PROPERTIES.SIGNS = []
        TEST.POST_PROCESSING.VORONOI_ON_MASK = False
        TEST.POST_PROCESSING.VORONOI_TH = 0.0
        TEST.POST_PROCESSING.REPARE_LARGE_BLOBS_SIZE = -1
        TEST.POST_PROCESSING.CLEAR_BORDER = False
        TEST.POST_PROCESSING.REMOVE_CLOSE_POINTS = False
        TEST.POST_PROCESSING.REMOVE_CLOSE_POINTS_RADIUS = 0
        TEST.POST_PROCESSING.DET_WATERSHED = False
        TEST.POST_PROCESSING.DET_WATERSHED_FIRST_DILATION = [-1, -1]
        TEST.POST_PROCESSING.DET_WATERSHED_DONUTS_CLASSES = [-1]
        TEST.POST_PROCESSING.DET_WATERSHED_DONUTS_PATCH = [13, 120, 120]
        TEST.POST_PROCESSING.DET_WATERSHED_DONUTS_NUCLEUS_DIAMETER = 30
        ## models from the BioImage Model Zoo and torchvision
        MODEL.SOURCE = 'biapy'
        MODEL.BMZ.SOURCE_MODEL_ID = ''
        MODEL.BMZ.EXPORT.ENABLE = False
        MODEL.BMZ.EXPORT.MODEL_NAME = ''
        MODEL.BMZ.EXPORT.DESCRIPTION = ''
        MODEL.BMZ.EXPORT.AUTHORS = []
        MODEL.BMZ.EXPORT.LICENSE = 'CC-BY-4.0'
        MODEL.BMZ.EXPORT.DOCUMENTATION = ''
        MODEL.BMZ.EXPORT.TAGS = []
        MODEL.BMZ.EXPORT.CITE = []
        MODEL.BMZ.EXPORT.DATASET_INFO = [{}]
        MODEL.BMZ.EXPORT.MODEL_VERSION = '0.1.0'
        MODEL.BMZ.EXPORT.REUSE_BMZ_CONFIG = False
        MODEL.TORCHVISION_MODEL_NAME = ''
        ## other networks
        MODEL.LARGER_IO = False
        MODEL.CONVNEXT_LAYERS = [2, 2, 2, 2, 2]
        MODEL.CONVNEXT_SD_PROB = 0.1
        MODEL.CONVNEXT_LAYER_SCALE = 1e-06
        MODEL.CONVNEXT_STEM_K_SIZE = 2
        """;

    // Whole families, for keys of other releases.
    private static readonly (string Prefix, string Workflow)[] Families =
    [
        ("PROBLEM.SEMANTIC_SEG.", "semantic segmentation"), ("PROBLEM.INSTANCE_SEG.", "instance segmentation"), ("PROBLEM.DETECTION.", "detection"),
        ("PROBLEM.DENOISING.", "denoising"), ("PROBLEM.SUPER_RESOLUTION.", "super-resolution"), ("PROBLEM.CLASSIFICATION.", "classification"),
        ("TEST.DET_", "detection"), ("TEST.MATCHING_", "instance segmentation"), ("TEST.VORONOI_", "instance segmentation"),
        ("TEST.POST_PROCESSING.", "segmentation and detection"), ("TEST.BY_CHUNKS.", "three-dimensional data"), ("MODEL.RCAN_", "super-resolution"),
        ("MODEL.CONVNEXT_", "other networks"), ("MODEL.HRNET", "other networks"), ("MODEL.BMZ.", "models from the BioImage Model Zoo"),
    ];

    private static readonly Dictionary<string, OtherKey> ByName = Parse();

    /// <summary>All of them, in BiaPy's order within each group.</summary>
    public static IReadOnlyCollection<OtherKey> All => ByName.Values;

    /// <summary>What is known about a key; null when BiaPy does not have it either.</summary>
    public static OtherKey? Find(string key)
    {
        if (ByName.TryGetValue(key, out var other))
            return other;
        foreach (var (prefix, workflow) in Families)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
                return new OtherKey(key, null, HasDefault: false, workflow);
        }

        return null;
    }

    private static Dictionary<string, OtherKey> Parse()
    {
        var keys = new Dictionary<string, OtherKey>(StringComparer.Ordinal);
        string? workflow = null;
        foreach (var line in Table.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                workflow = line[3..] == NoEffect ? null : line[3..];
                continue;
            }

            var (name, literal) = (line[..line.IndexOf(" = ", StringComparison.Ordinal)], line[(line.IndexOf(" = ", StringComparison.Ordinal) + 3)..]);
            var hasDefault = literal != "*";
            keys[name] = new OtherKey(name, hasDefault ? YamlScalar.Resolve(literal, plain: false) : null, hasDefault, workflow);
        }

        return keys;
    }
}
