namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The name of a table cannot be used.</summary>
    /// <remarks>Give TABLE, SCHEMA.TABLE or DATABASE.SCHEMA.TABLE; other names in double quotes.</remarks>
    public const string TableNameInvalid = nameof(TableNameInvalid);

    /// <summary>The table has no column of an input object's property.</summary>
    /// <remarks>Name the properties to insert with -Column, or rename them.</remarks>
    public const string ColumnNotFound = nameof(ColumnNotFound);

    /// <summary>An input object has a value for a property that the first one has not.</summary>
    /// <remarks>Give the first object all properties, or name them with -Column.</remarks>
    public const string ColumnNotInFirstRow = nameof(ColumnNotInFirstRow);

    /// <summary>An input object has no properties to insert.</summary>
    /// <remarks>Pipe objects or hashtables whose property names are column names.</remarks>
    public const string RowEmpty = nameof(RowEmpty);

    /// <summary>A value cannot be converted to its column's type.</summary>
    /// <remarks>Convert it before; -EmptyAsNull takes empty texts for NULL.</remarks>
    public const string ValueNotForColumn = nameof(ValueNotForColumn);

    /// <summary>A batch of rows was not inserted, and none after it was sent.</summary>
    /// <remarks>Mend the cause, and go on after the rows that are in, as the message says.</remarks>
    public const string RowLoadFailed = nameof(RowLoadFailed);
}
