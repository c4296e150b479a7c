-- Copies of all rows of the schema "public", kept in schemas of their own: what takes the place of
-- copying a file where tests run on PostgreSQL.

CREATE SCHEMA kept;

CREATE FUNCTION kept.columns_of(source regclass) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = source AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
$$;

CREATE FUNCTION kept.has_rows(source regclass) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    found boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', source) INTO found;
    RETURN found;
END
$$;

-- Which tables, columns and indexes there are; the search index makes its own as models come.
CREATE FUNCTION kept.shape() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT md5(string_agg(concat_ws(' ', relname, attname, atttypid, atttypmod, attnotnull), ','
                          ORDER BY relname, attnum))
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') AND attnum > 0
        AND NOT attisdropped AND NOT starts_with(relname, 'ix_search_near_')
$$;

CREATE FUNCTION kept.put_aside(name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    place text := 'kept_' || name;
    source record;
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', place);
    EXECUTE format('CREATE SCHEMA %I', place);
    FOR source IN
        SELECT oid::regclass AS here, relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    LOOP
        IF kept.has_rows(source.here) THEN
            EXECUTE format('CREATE TABLE %I.%I AS SELECT %s FROM %s',
                           place, source.relname, kept.columns_of(source.here), source.here);
        END IF;
    END LOOP;
    EXECUTE format('CREATE TABLE %I.next_numbers AS SELECT sequencename, last_value'
                   ' FROM pg_sequences WHERE schemaname = %L', place, 'public');
    RETURN place;
END
$$;

-- As a replica, so that no reference is checked and nothing cascades while rows come and go.
CREATE FUNCTION kept.put(name text) RETURNS text LANGUAGE plpgsql
SET session_replication_role = replica AS $$
DECLARE
    place text := 'kept_' || name;
    target record;
BEGIN
    FOR target IN
        SELECT oid::regclass AS here, relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    LOOP
        IF kept.has_rows(target.here) THEN
            IF target.relname IN ('search_vectors', 'search_words') THEN
                EXECUTE format('TRUNCATE %s', target.here);
            ELSE
                EXECUTE format('DELETE FROM %s', target.here);
            END IF;
        END IF;
    END LOOP;
    FOR target IN
        SELECT relname, format('public.%I', relname)::regclass AS here FROM pg_class
        WHERE relnamespace = place::regnamespace AND relkind = 'r' AND relname <> 'next_numbers'
    LOOP
        EXECUTE format('INSERT INTO %s (%s) SELECT * FROM %I.%I',
                       target.here, kept.columns_of(target.here), place, target.relname);
    END LOOP;
    FOR target IN EXECUTE format(
        'SELECT ''public.'' || quote_ident(now.sequencename) AS here, old.last_value, start_value'
        ' FROM pg_sequences now LEFT JOIN %I.next_numbers old USING (sequencename)'
        ' WHERE schemaname = %L AND now.last_value IS DISTINCT FROM old.last_value',
        place, 'public')
    LOOP
        PERFORM setval(target.here, coalesce(target.last_value, target.start_value),
                       target.last_value IS NOT NULL);
    END LOOP;
    RETURN place;
END
$$;
